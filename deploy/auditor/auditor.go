// Auditor verifies a public log (c2sp.org/tlog-tiles) from outside: the whole of it, one receipt, one count of voices.
//
// All cryptography is Go's own golang.org/x/mod/sumdb/note and tlog, as Debian packages them (golang-go,
// golang-golang-x-mod-dev). Nothing here is shared with the site. See docs/auditing.md.
//
//	auditor log     -key FILE [-witness FILE] [-quorum N] [-remember FILE] [-bodies] SOURCE
//	auditor receipt -key FILE [-witness FILE] [-quorum N] PROOF [OPENING]
//	auditor tally   -key FILE [-witness FILE] [-quorum N] [-remember FILE] [-published RAW,INDEPENDENT] SOURCE ALERT
//
// SOURCE is https://site/log, or a folder with a copy. It ends with 0 when everything holds, with 1 and a sentence when
// something does not, with 2 when it was not called properly.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	width     = 256
	maxAnswer = 32 << 20
	maxEntry  = 1024
)

// --- who is trusted -----------------------------------------------------------------------------------------

// policy is what the auditor was given by other ways than from the site: keys, and how many witnesses are enough.
type policy struct {
	logs      []note.Verifier
	witnesses []note.Verifier
	quorum    int
}

// witness verifies cosignature/v1 lines: Go's note knows plain Ed25519 signatures only.
type witness struct {
	name   string
	number uint32
	key    ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.number }
func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", at)), text...)
	return ed25519.Verify(w.key, message, signature[8:])
}

func readWitness(line string) (note.Verifier, error) {
	parts := strings.SplitN(line, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("a witness's key is name+number+key")
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != 4 {
		return nil, errors.New("this is not the Ed25519 key of a witness")
	}
	digest := sha256.Sum256(append([]byte(parts[0]+"\n"), raw...))
	number := binary.BigEndian.Uint32(digest[:])
	if fmt.Sprintf("%08x", number) != parts[1] {
		return nil, errors.New("the number of this witness's key is wrong")
	}
	return witness{parts[0], number, raw[1:]}, nil
}

func readKeys(file string, read func(string) (note.Verifier, error)) ([]note.Verifier, error) {
	var found []note.Verifier
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := read(line)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", file, err)
		}
		found = append(found, key)
	}
	return found, nil
}

// head is a checkpoint whose signatures hold.
type head struct {
	tlog.Tree
	note []byte
	seen int // witnesses that have signed it
}

// open believes a checkpoint only if the log signed it, no known signature is false, and enough witnesses saw it.
func (p policy) open(text []byte) (head, error) {
	opened, err := note.Open(text, note.VerifierList(append(append([]note.Verifier{}, p.logs...), p.witnesses...)...))
	if err != nil {
		return head{}, fmt.Errorf("the checkpoint is not signed as it must be: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return head{}, errors.New("the checkpoint has too few lines")
	}
	signedBy := map[string]bool{}
	for _, signature := range opened.Sigs {
		signedBy[signature.Name] = true
	}
	if !signedBy[lines[0]] || lines[0] != p.logs[0].Name() {
		return head{}, fmt.Errorf("the checkpoint is of the log %q, and not signed by %q", lines[0], p.logs[0].Name())
	}
	found := head{note: text}
	for _, w := range p.witnesses {
		if signedBy[w.Name()] {
			found.seen++
		}
	}
	if found.seen < p.quorum {
		return head{}, fmt.Errorf("%d of the witnesses you trust have seen this checkpoint; you ask for %d", found.seen, p.quorum)
	}
	if found.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil || found.N < 0 || strconv.FormatInt(found.N, 10) != lines[1] {
		return head{}, errors.New("the size of the checkpoint is not a number")
	}
	found.Hash, err = tlog.ParseHash(lines[2])
	return found, err
}

// --- where the log is ---------------------------------------------------------------------------------------

// source is an address or a folder; what was read once is kept.
type source struct {
	place string
	kept  map[string][]byte
	http  *http.Client
}

func newSource(place string) *source {
	return &source{strings.TrimSuffix(place, "/"), map[string][]byte{}, &http.Client{Timeout: 60 * time.Second}}
}

func (s *source) get(path string) ([]byte, error) {
	if found, ok := s.kept[path]; ok {
		return found, nil
	}
	found, err := s.read(path)
	if err == nil && strings.HasPrefix(path, "tile/") && !strings.HasPrefix(path, "tile/entries/") {
		s.kept[path] = found
	}
	return found, err
}

func (s *source) read(path string) ([]byte, error) {
	if !strings.HasPrefix(s.place, "http://") && !strings.HasPrefix(s.place, "https://") {
		return os.ReadFile(filepath.Join(s.place, path))
	}
	for pause := time.Second; ; pause *= 2 {
		answer, err := s.http.Get(s.place + "/" + path)
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
		answer.Body.Close()
		if err != nil {
			return nil, err
		}
		if answer.StatusCode == 200 {
			return text, nil
		}
		if (answer.StatusCode != 429 && answer.StatusCode != 503) || pause > time.Minute {
			return nil, fmt.Errorf("%s/%s: %s", s.place, path, answer.Status)
		}
		time.Sleep(pause)
	}
}

func (s *source) Height() int                             { return 8 }
func (s *source) SaveTiles(tiles []tlog.Tile, d [][]byte) {}
func (s *source) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		hashes, err := s.get(fmt.Sprintf("tile/%d/%s", tile.L, number(tile.N, tile.W)))
		if err != nil {
			return nil, err
		}
		found = append(found, hashes)
	}
	return found, nil
}

func number(n int64, w int) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	if w < width {
		path += fmt.Sprintf(".p/%d", w)
	}
	return path
}

// --- the whole log ------------------------------------------------------------------------------------------

// entry is what every reader may see of a leaf.
type entry struct {
	Type    string `json:"type"`
	Object  string `json:"object"`
	Version string `json:"version"`
	Body    string `json:"body_sha256"`
	Commit  string `json:"commit"`
}

type leaf struct {
	index int64
	entry
}

// verified is a log of which every entry is under the root of the checkpoint.
type verified struct {
	head
	leaves []leaf
}

func (p policy) verify(s *source, remember string) (verified, error) {
	text, err := s.get("checkpoint")
	if err != nil {
		return verified{}, err
	}
	h, err := p.open(text)
	if err != nil {
		return verified{}, err
	}
	hashes := tlog.TileHashReader(h.Tree, s)
	if err := p.checkGrowth(h, hashes, remember); err != nil {
		return verified{}, err
	}
	log := verified{head: h}
	for first := int64(0); first < h.N; first += width {
		if err := log.readBundle(s, hashes, first); err != nil {
			return verified{}, err
		}
	}
	if err := log.checkTombstones(); err != nil {
		return verified{}, err
	}
	return log, keep(remember, h.note)
}

// checkGrowth holds the log to what was remembered of it: nothing of that may have changed.
func (p policy) checkGrowth(h head, hashes tlog.HashReader, remember string) error {
	text, err := os.ReadFile(remember)
	if remember == "" || errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	old, err := policy{logs: p.logs}.open(text)
	if err != nil {
		return fmt.Errorf("%s: %v", remember, err)
	}
	if old.N > h.N {
		return fmt.Errorf("the log was shortened: it had %d entries, it has %d", old.N, h.N)
	}
	if old.N == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(h.N, old.N, hashes)
	if err == nil {
		err = tlog.CheckTree(proof, h.N, h.Hash, old.N, old.Hash)
	}
	if err != nil {
		return fmt.Errorf("the log was rewritten since it had %d entries: %v", old.N, err)
	}
	return nil
}

func (v *verified) readBundle(s *source, hashes tlog.HashReader, first int64) error {
	count := v.N - first
	if count > width {
		count = width
	}
	bundle, err := s.get("tile/entries/" + number(first/width, int(count)))
	if err != nil {
		return err
	}
	var places []int64
	for i := int64(0); i < count; i++ {
		places = append(places, tlog.StoredHashIndex(0, first+i))
	}
	expected, err := hashes.ReadHashes(places)
	if err != nil {
		return fmt.Errorf("the tree does not hold at entry %d: %v", first, err)
	}
	for i, hash := range expected {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return fmt.Errorf("the bundle of entry %d ends too early", first+int64(i))
		}
		size := int(binary.BigEndian.Uint16(bundle))
		if tlog.RecordHash(bundle[2:2+size]) != hash {
			return fmt.Errorf("entry %d is not the one under the root", first+int64(i))
		}
		if err := v.add(first+int64(i), bundle[2:2+size]); err != nil {
			return err
		}
		bundle = bundle[2+size:]
	}
	if len(bundle) > 0 {
		return fmt.Errorf("the bundle of entry %d holds more than it should", first)
	}
	return nil
}

func (v *verified) add(index int64, text []byte) error {
	found := leaf{index: index}
	if len(text) > maxEntry || json.Unmarshal(text, &found.entry) != nil || found.Type == "" {
		return fmt.Errorf("entry %d is not an entry of this kind of log", index)
	}
	v.leaves = append(v.leaves, found)
	return nil
}

// checkTombstones: each names an earlier entry that committed to something.
func (v *verified) checkTombstones() error {
	for _, found := range v.leaves {
		if found.Type != "erasure.done" {
			continue
		}
		index, err := strconv.ParseInt(found.Object, 10, 64)
		if err != nil || index < 0 || index >= found.index || v.leaves[index].Commit == "" {
			return fmt.Errorf("entry %d is a tombstone of nothing", found.index)
		}
	}
	return nil
}

// checkBodies compares the digest of every public text that is shown.
func (v *verified) checkBodies(s *source) (shown, missing int, err error) {
	for _, found := range v.leaves {
		if found.Body == "" {
			continue
		}
		text, err := s.get(fmt.Sprintf("body/%d", found.index))
		if err != nil {
			missing++
			continue
		}
		if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != found.Body {
			return shown, missing, fmt.Errorf("the text of entry %d has another digest", found.index)
		}
		shown++
	}
	return shown, missing, nil
}

// keep remembers a checkpoint: whole, or as it was.
func keep(file string, text []byte) error {
	if file == "" {
		return nil
	}
	if err := os.WriteFile(file+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// --- one receipt --------------------------------------------------------------------------------------------

// receipt is a file of c2sp.org/tlog-proof; `extra` holds the entry itself, which its hash proves.
func (p policy) receipt(text []byte) (index int64, record []byte, h head, err error) {
	before, checkpoint, found := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(before), "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		return 0, nil, h, errors.New("this is not a proof of this kind of log")
	}
	if record, err = base64.StdEncoding.DecodeString(lines[1][len("extra "):]); err != nil {
		return 0, nil, h, err
	}
	if index, err = strconv.ParseInt(lines[2][len("index "):], 10, 64); err != nil {
		return 0, nil, h, err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return 0, nil, h, err
		}
		proof = append(proof, hash)
	}
	if h, err = p.open(checkpoint); err != nil {
		return 0, nil, h, err
	}
	if index < 0 || index >= h.N {
		return 0, nil, h, fmt.Errorf("a log of %d entries has no entry %d", h.N, index)
	}
	return index, record, h, tlog.CheckRecord(proof, h.N, h.Hash, index, tlog.RecordHash(record))
}

// opens checks that key and payload of a private receipt are what the entry committed to.
func opens(opening, record []byte) error {
	var private struct{ Payload, Key string }
	var public entry
	if json.Unmarshal(opening, &private) != nil || json.Unmarshal(record, &public) != nil {
		return errors.New("the receipt or the entry cannot be read")
	}
	key, err := hex.DecodeString(private.Key)
	if err != nil || len(key) != 32 {
		return errors.New("the key of the receipt has not 32 bytes")
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(private.Payload))
	if said, err := hex.DecodeString(public.Commit); err != nil || !hmac.Equal(said, mac.Sum(nil)) {
		return errors.New("the receipt does not open this entry")
	}
	return nil
}

// --- one count of voices ------------------------------------------------------------------------------------

// tally is the public text behind an entry of kind alert.tally.
type tally struct {
	Alert       string
	Number      int64
	New         int64
	Raw         int64
	Independent int64
	Until       string
	Words       int64 `json:"text_number"` // which version of the alert's words; absent for the first
}

// fold adds up the batches of an alert, in the order of the log; each must say the sum that the log gives. Other words,
// other voices: each version of the words begins at zero.
func (v *verified) fold(s *source, alert string) (last tally, err error) {
	for _, found := range v.leaves {
		if found.Type != "alert.tally" || found.Object != alert {
			continue
		}
		text, err := s.get(fmt.Sprintf("body/%d", found.index))
		if err != nil {
			return last, fmt.Errorf("the batch of entry %d is not shown: %v", found.index, err)
		}
		if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != found.Body {
			return last, fmt.Errorf("the batch of entry %d was changed", found.index)
		}
		var next tally
		if err := json.Unmarshal(text, &next); err != nil {
			return last, err
		}
		if next.Alert != alert || next.Number != last.Number+1 || strconv.FormatInt(next.Number, 10) != found.Version {
			return last, fmt.Errorf("entry %d is not batch %d of this alert", found.index, last.Number+1)
		}
		if next.Words < last.Words {
			return last, fmt.Errorf("batch %d is of earlier words than the one before", next.Number)
		}
		if next.Words > last.Words {
			last.Raw, last.Independent = 0, 0
		}
		if next.New < 3 || next.Raw != last.Raw+next.New || next.Independent < last.Independent || next.Independent > next.Raw || next.Until <= last.Until {
			return last, fmt.Errorf("batch %d does not follow from the one before", next.Number)
		}
		last = next
	}
	return last, nil
}

// --- commands -----------------------------------------------------------------------------------------------

type options struct {
	policy
	remember, published string
	bodies              bool
	rest                []string
}

func read(arguments []string) (options, error) {
	var given options
	flags := flag.NewFlagSet("auditor", flag.ContinueOnError)
	key := flags.String("key", "", "file with the log's keys, one a line")
	witnesses := flags.String("witness", "", "file with the keys of the witnesses you trust, one a line")
	flags.IntVar(&given.quorum, "quorum", 0, "how many of them must have seen the checkpoint")
	flags.StringVar(&given.remember, "remember", "", "file with the checkpoint of last time")
	flags.StringVar(&given.published, "published", "", "the figures the site shows: RAW,INDEPENDENT")
	flags.BoolVar(&given.bodies, "bodies", false, "also compare every public text with its digest")
	err := flags.Parse(arguments)
	if err == nil {
		given.logs, err = readKeys(*key, note.NewVerifier)
	}
	if err == nil {
		given.witnesses, err = readKeys(*witnesses, readWitness)
	}
	if err == nil && len(given.logs) == 0 {
		err = errors.New("-key names no key of a log")
	}
	given.rest = flags.Args()
	return given, err
}

func doLog(given options) error {
	s := newSource(given.rest[0])
	log, err := given.verify(s, given.remember)
	if err != nil {
		return err
	}
	fmt.Printf("The log holds: %d entries, each under the root; %d of your witnesses saw it.\n", log.N, log.seen)
	if !given.bodies {
		return nil
	}
	shown, missing, err := log.checkBodies(s)
	if err == nil {
		fmt.Printf("%d public texts have the digest of their entry; %d are not shown.\n", shown, missing)
	}
	return err
}

func doReceipt(given options) error {
	text, err := os.ReadFile(given.rest[0])
	if err != nil {
		return err
	}
	index, record, h, err := given.receipt(text)
	if err != nil {
		return err
	}
	fmt.Printf("Entry %d is in the log of %d entries; %d of your witnesses saw it.\n", index, h.N, h.seen)
	if len(given.rest) < 2 {
		return nil
	}
	opening, err := os.ReadFile(given.rest[1])
	if err == nil {
		err = opens(opening, record)
	}
	if err == nil {
		fmt.Println("The receipt opens it: what was filed is what the log holds.")
	}
	return err
}

func doTally(given options) error {
	s := newSource(given.rest[0])
	log, err := given.verify(s, given.remember)
	if err != nil {
		return err
	}
	last, err := log.fold(s, given.rest[1])
	if err != nil {
		return err
	}
	figures := fmt.Sprintf("%d,%d", last.Raw, last.Independent)
	if given.published != "" && given.published != figures {
		return fmt.Errorf("the site shows %s; the log gives %s", given.published, figures)
	}
	fmt.Printf("%d batches give %d voices, %d of them independent.\n", last.Number, last.Raw, last.Independent)
	return nil
}

func main() {
	commands := map[string]struct {
		do        func(options) error
		arguments int
	}{"log": {doLog, 1}, "receipt": {doReceipt, 1}, "tally": {doTally, 2}}
	if len(os.Args) < 2 || commands[os.Args[1]].do == nil {
		fmt.Fprintln(os.Stderr, "auditor log | receipt | tally: see docs/auditing.md")
		os.Exit(2)
	}
	command := commands[os.Args[1]]
	given, err := read(os.Args[2:])
	if err == nil && len(given.rest) < command.arguments {
		err = errors.New("something is missing: see docs/auditing.md")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if err := command.do(given); err != nil {
		fmt.Fprintln(os.Stderr, "NOT IN ORDER:", err)
		os.Exit(1)
	}
}
