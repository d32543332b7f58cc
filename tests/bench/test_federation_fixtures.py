import json

from bench import federation_fixtures

NOTE = {"id": "https://peer.example/n/1", "type": "Note", "attributedTo": "https://peer.example/u/a", "content": "x"}


def test_every_file_has_its_line_and_the_counts_come_last(tmp_path, capsys):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "note.json").write_text(json.dumps(NOTE))
    (tmp_path / "feed").write_text("<rss/>")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "bytes").write_bytes(b"\xff\x00")
    (tmp_path / "message.json").write_text(json.dumps({"headers": {}, "body": NOTE}))
    (tmp_path / "odd.json").write_text(
        json.dumps({"title": "odd", "examples": [{"content": "x"}, {"content": "y", "attributedTo": 1}]})
    )

    assert federation_fixtures.main([str(tmp_path)]) == 0

    *lines, last = capsys.readouterr().out.splitlines()
    assert "a/note.json: parsed Note" in lines
    assert "odd.json: parsed 1 of 2, 1 refused author (attributedTo)" in lines
    counts = json.loads(last)
    assert (counts["files"], counts["files_parsed"], counts["files_refused"], counts["raised"]) == (6, 3, 3, 0)
    assert counts["refused"] == {"author": 1, "broken_text": 1, "not_json": 1, "too_deep": 1}
