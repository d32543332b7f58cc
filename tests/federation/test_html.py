import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.federation.reading import html

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='data:text/html,x'>x</a>", "<iframe src='https://e.example'></iframe>",
    "<form action=/x><input name=a></form>",
    "<p style='position:fixed'>x</p>", "<a href='https://e.example' onclick='x()'>x</a>",
    "<math><mtext></p><script>x</script>",
    "<style>*{display:none}</style>x", "<object data=x>", "<meta http-equiv=refresh>", "<base href='//e'>",
    "<button>Report</button>",
    "<a href='https://e.example/<span'>x\" onmouseover=alert(1) y=\"</a>",
    "<noscript><p title='</noscript><img src=x onerror=a()>'>",
    "<p id=x class=y>z</p>", "<a href='//evil.example'>x</a>", "<template><img src=x onerror=a()></template>",
    "<video src=x>",
    "<h1 onclick=x>t</h1>", "<a href='vbscript:x'>x</a>", "<a href=' java\nscript:x'>x</a>",
    "<link rel=stylesheet href=x>",
    "<![CDATA[<script>x</script>]]>", "<!--><script>x</script>-->", "<textarea><script>x</script></textarea>",
    "<marquee>x</marquee>",
]  # fmt: skip
TAG = re.compile(r"<[^>]*>")
ATTRIBUTE = re.compile(r"""\s([a-z-]+)=""")


def check(text):
    clean = html.clean(text)
    for tag in re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", re.sub(r'"[^"]*"', '""', clean)):
        assert tag in html._TAGS
    bare = re.sub(r'="[^"]*"', "=", clean)
    for tag in TAG.findall(bare):
        assert set(ATTRIBUTE.findall(tag)) <= {"href", "rel"}
    for address in re.findall(r'href="([^"]*)"', clean):
        assert not re.match(r"[\s\x00-\x20]*(javascript|data|vbscript):", address, re.IGNORECASE)
    assert html.clean(clean) == clean
    return clean


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_acts_or_tells_who_reads_survives(text):
    clean = check(f"<p>before</p>{text}<p>after</p>")

    assert "before" in clean
    assert "<img" not in clean


PIECES = st.lists(
    st.sampled_from(
        [*HOSTILE, "<", ">", '"', "'", "</p>", "<p>", '<a href="', '">', "&lt;script&gt;", "é", "\0", "<b"]
    ),
    max_size=6,
)


@given(PIECES.map("".join) | st.text(max_size=50))
def test_whatever_is_put_together_cleaning_twice_is_cleaning_once(text):
    check(text)


def test_words_keep_their_lines_and_headings_stand_below_ours():
    assert html.plain("<p>One &amp; two</p><p>three<br>four</p>") == "One & two\nthree\nfour"
    assert html.clean("<h1>A</h1><h4>B</h4>") == "<h3>A</h3><h4>B</h4>"
    assert html.of_plain("a <b>\r\nc\n\nd") == "<p>a &lt;b&gt;<br>c</p><p>d</p>"
    assert html.clean("<p><br></p><img src=x>") == ""
