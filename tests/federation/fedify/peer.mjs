// Another site on a library that is not ours (Fedify): it keeps nothing but what it is told to do and what reached it.
// One JSON line in is one act, one JSON line out is its answer. Arguments: the hosts of its origins; it takes free ports
// and says which, then waits.

import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Temporal } from "@js-temporal/polyfill";
import {
  Accept, Activity, Announce, Create, createFederation, DataIntegrityProof, Delete, Dislike, Endpoints, Flag, Follow,
  generateCryptoKeyPair, getDocumentLoader, Group, Like, MemoryKvStore, Note, Page, Person, PUBLIC_COLLECTION,
  signObject, signRequest, Tombstone, Undo, Update, verifyProof, verifyRequest,
} from "@fedify/fedify";

const CAVAGE = "draft-cavage-http-signatures-12";
const RFC9421 = "rfc9421";
const CLASSES = { Create, Update, Delete, Like, Dislike, Undo, Flag, Follow, Announce, Accept, Page, Note, Tombstone };
const places = []; // host:port of each origin
const people = new Map(); // name -> { kind, pairs }
const received = [];
const speaks = { only: null }; // the one form of signature its door takes, when it takes one only
const rsa = generateCryptoKeyPair("RSASSA-PKCS1-v1_5"); // one for all: it takes a second to make
let number = 0;

const documentLoader = getDocumentLoader({ allowPrivateAddress: true });
const checks = { documentLoader, contextLoader: documentLoader, timeWindow: { minutes: 5 } };

function federationThatKnocks(firstKnock) {
  const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, firstKnock });
  federation
    .setActorDispatcher("/u/{identifier}", async (context, identifier) => {
      const who = people.get(identifier);
      if (who == null) return null;
      const keys = await context.getActorKeyPairs(identifier);
      const Kind = who.kind === "Group" ? Group : Person;
      return new Kind({
        id: context.getActorUri(identifier),
        preferredUsername: identifier,
        name: identifier,
        inbox: context.getInboxUri(identifier),
        endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
        publicKey: keys[0].cryptographicKey,
        assertionMethods: keys.map((pair) => pair.multikey),
        aliases: (who.aliases ?? []).map((one) => new URL(one)),
      });
    })
    .setKeyPairsDispatcher((_context, identifier) => people.get(identifier)?.pairs ?? []);
  federation
    .setInboxListeners("/u/{identifier}/inbox", "/inbox")
    .on(Activity, (_context, activity) => {
      const last = received.findLast((one) => one.id === activity.id?.href);
      if (last != null) last.taken = true;
    })
    .onError((_context, error) => console.error(error.message));
  return federation;
}

const federations = { [CAVAGE]: federationThatKnocks(CAVAGE), [RFC9421]: federationThatKnocks(RFC9421) };
const specOf = (form) => (form === "rfc9421" ? RFC9421 : CAVAGE);
const contextAt = (place, form) => federations[specOf(form)].createContext(new URL(`http://${place}/`), undefined);

// --- what reaches it, looked at with the library's own eyes ---------------------------------------------------------

async function proofHolds(document) {
  const { proof, ...rest } = document;
  try {
    const told = { "@context": document["@context"], ...proof };
    const read = await DataIntegrityProof.fromJsonLd(told, checks);
    return (await verifyProof(rest, read, checks)) != null;
  } catch (error) {
    return `${error}`;
  }
}

async function look(request) {
  const document = JSON.parse(await request.clone().text());
  const form = request.headers.has("signature-input") ? "rfc9421" : "cavage";
  const key = await verifyRequest(request.clone(), checks);
  const inner = document.object?.proof ? document.object : document.result;
  received.push({
    id: document.id,
    type: document.type,
    form,
    signed: key != null,
    proved: document.proof ? await proofHolds(document) : null,
    inner: inner?.proof ? await proofHolds(inner) : null,
    document,
  });
}

async function answer(incoming, outgoing) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = chunks.length ? Buffer.concat(chunks) : null;
  const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method, headers: incoming.headers, body,
  });
  const form = request.headers.has("signature-input") ? "rfc9421" : "cavage";
  if (request.method === "POST" && speaks.only != null && speaks.only !== form) {
    outgoing.writeHead(401).end();
    return;
  }
  if (request.method === "POST") await look(request);
  const response = await federations[RFC9421].fetch(request, { contextData: undefined });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

// --- what it does ---------------------------------------------------------------------------------------------------

async function made(told, context) {
  const { type, ...fields } = told;
  const built = {};
  for (const [name, value] of Object.entries(fields)) {
    const list = Array.isArray(value) ? value : [value];
    const parts = [];
    for (const one of list) parts.push(await part(name, one, context));
    const plural = { to: "tos", cc: "ccs" }[name] ?? (parts.length > 1 ? `${name}s` : name);
    built[plural] = plural.endsWith("s") && plural !== name ? parts : parts[0];
  }
  return new CLASSES[type](built);
}

async function part(name, value, context) {
  if (value !== null && typeof value === "object") return await made(value, context);
  if (typeof value !== "string" || ["name", "content", "summary", "mediaType"].includes(name)) return value;
  if (["published", "updated"].includes(name)) return Temporal.Instant.from(value);
  return new URL(value);
}

const acts = {
  async person({ name, kind = "Person", aliases = [] }) {
    const pairs = people.get(name)?.pairs ?? [await rsa, await generateCryptoKeyPair("Ed25519")];
    people.set(name, { kind, pairs, aliases });
    return contextAt(places[0]).getActorUri(name).href;
  },

  // An activity, through the library's own way of sending: it signs the request and proves the document.
  async send({ who, to, form, activity, place = places[0] }) {
    const context = contextAt(place, form);
    const actor = context.getActorUri(who);
    const recipient = await context.lookupObject(to);
    const id = activity.id ?? `http://${place}/a/${++number}`;
    const said = await made({ to: [to, PUBLIC_COLLECTION.href], ...activity, id, actor: actor.href }, context);
    await context.sendActivity({ identifier: who }, recipient, said, { preferSharedInbox: true });
    return id;
  },

  // Words the library has no class for, in its signature.
  async post({ who, inbox, form, document, place = places[0] }) {
    const context = contextAt(place, form);
    const body = JSON.stringify({ id: `http://${place}/a/${++number}`, ...document });
    const [pair] = await context.getActorKeyPairs(who);
    const plain = new Request(inbox, {
      method: "POST", body, headers: { "content-type": "application/activity+json", host: new URL(inbox).host },
    });
    const signed = await signRequest(plain, pair.privateKey, pair.keyId, { spec: specOf(form) });
    return (await fetch(signed)).status;
  },

  // A document of somebody's, proved and not sent.
  async prove({ who, activity, place = places[0] }) {
    const context = contextAt(place);
    const pair = (await context.getActorKeyPairs(who))[1];
    const said = await made({ ...activity, actor: context.getActorUri(who).href }, context);
    const loaders = { documentLoader, contextLoader: documentLoader };
    const proved = await signObject(said, pair.privateKey, pair.multikey.id, loaders);
    return await proved.toJsonLd({ ...loaders, format: "compact" });
  },

  // A signed question, as for a space that is read by signed requests only.
  async read({ who, address, form }) {
    const context = contextAt(places[0], form);
    const [pair] = await context.getActorKeyPairs(who);
    const plain = new Request(address, { headers: { accept: "application/activity+json", host: new URL(address).host } });
    const signed = await signRequest(plain, pair.privateKey, pair.keyId, { spec: specOf(form) });
    return (await fetch(signed)).status;
  },

  async look({ address }) {
    const found = await contextAt(places[0]).lookupObject(address);
    return found == null ? null : { type: found.constructor.name, name: `${found.name ?? ""}`, id: found.id?.href };
  },

  async holds({ document }) {
    return await proofHolds(document);
  },

  async speak({ only }) {
    speaks.only = only;
    return null;
  },

  async received() {
    return received;
  },

  async forget() {
    received.length = 0;
    speaks.only = null;
    return null;
  },
};

for (const host of process.argv.slice(2)) {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error) => {
      console.error(error);
      outgoing.writeHead(500).end();
    });
  });
  await new Promise((ready) => server.listen(0, host, ready));
  places.push(`${host}:${server.address().port}`);
}
console.log(JSON.stringify({ told: places }));

for await (const line of createInterface({ input: process.stdin })) {
  const { act, ...wanted } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ told: (await acts[act](wanted)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: `${error.stack}` }));
  }
}
process.exit(0);
