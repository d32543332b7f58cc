#!/bin/sh
# Build the auditor with Debian's packages alone (apt-get install golang-go golang-golang-x-mod-dev). No network.
# deploy/auditor/build.sh [FILE]   (FILE is ./auditor when not given)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ] || {
	echo "Go's log library is missing: apt-get install golang-go golang-golang-x-mod-dev" >&2
	exit 1
}
GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= exec go build -o "${1:-auditor}" "$here/auditor.go"
