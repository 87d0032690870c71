#!/usr/bin/env bash
# indigo v0.0.0-20260605210604-af2fec94f34c (Go, github.com/bluesky-social/indigo/repo, Bluesky's own; needs Go 1.26, and a minute
# or two at first): the records "with the prefix app.bsky.graph.follow" of an account are its follows and all that comes after.
#
# Expected: Repo.ForEach(ctx, prefix, callback) calls back for each record whose path begins with the prefix: twice for an
#   account with two follows, one block, three members of lists, and a post.
# Instead: the prefix is where it begins, and it ends with the repository. Members of lists (listitem) come after follows and are
#   told as well; blocks and posts stand before. A collection of which there is nothing has those of the next ones.
#   No error. StreamRepoRecords, which does the same, says so in its comment; ForEach says nothing.
# Output seen: prefix follow told 5, of them follows 2; prefix block told 6, of them 1; prefix app.bsky.graph.g told 3, of them 0;
#   without lists follow told 2.
# Since: seen on 2026-11-30.
# For followers: whoever counts follows by it is right for accounts without lists. Those with starter packs and lists of
#   hundreds follow hundreds more, and are "following far more than they are followed". Check the path in the
#   callback, with its slash, and return repo.ErrDoneIterating.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module follows\n\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/bluesky-social/indigo/repo"
	"github.com/ipfs/go-cid"
	"github.com/ipfs/go-datastore"
	blockstore "github.com/ipfs/go-ipfs-blockstore"
)

type record struct{} // an empty one: what is in it plays no part

func (record) MarshalCBOR(writer io.Writer) error {
	_, err := writer.Write([]byte{0xa0})
	return err
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func account(collections ...string) *repo.Repo {
	ctx := context.Background()
	made := repo.NewRepo(ctx, "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", blockstore.NewBlockstore(datastore.NewMapDatastore()))
	for number, collection := range collections {
		_, err := made.PutRecord(ctx, fmt.Sprintf("app.bsky.%s/3lzzzzzzzzzz%d", collection, number+2), record{})
		must(err)
	}
	_, _, err := made.Commit(ctx, func(context.Context, string, []byte) ([]byte, error) { return []byte{1}, nil })
	must(err)
	return made
}

func tell(made *repo.Repo, prefix string) {
	told, right := 0, 0
	must(made.ForEach(context.Background(), prefix, func(path string, _ cid.Cid) error {
		told++
		if strings.HasPrefix(path, prefix) {
			right++
		}
		return nil
	}))
	fmt.Printf("%s %d %d, ", strings.TrimPrefix(prefix, "app.bsky.graph."), told, right)
}

func main() {
	lists := account("graph.follow", "graph.follow", "graph.block", "graph.listitem", "graph.listitem", "graph.listitem", "feed.post")
	for _, collection := range []string{"follow", "block", "g"} {
		tell(lists, "app.bsky.graph."+collection)
	}
	tell(account("graph.follow", "graph.follow", "graph.block", "feed.post"), "app.bsky.graph.follow")
}
GO
go get github.com/bluesky-social/indigo/repo@v0.0.0-20260605210604-af2fec94f34c github.com/ipfs/go-ipfs-blockstore@v1.3.1 \
  github.com/ipfs/go-datastore@v0.9.2 github.com/ipfs/go-cid@v0.6.2 2> said || { cat said; exit 2; }
seen=$(go run .)
echo "$seen"
[ "$seen" = "follow 5 2, block 6 1, g 3 0, follow 2 2, " ] || { echo "changed: indigo ends its records otherwise"; exit 1; }
