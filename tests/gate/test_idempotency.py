"""A double click makes one row and gives the same answer."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.test import RequestFactory

from apps.base import clock
from apps.base.errors import BadInput, NotNow
from apps.gate.idempotency import once
from apps.gate.models import IdempotencyKey
from apps.ledger.models import Event


@once
def write(request):
    Event.objects.create(kind="test.written", at=clock.now())
    return HttpResponseRedirect(f"/made/{Event.objects.count()}/")


@once
def refuse(request):
    raise NotNow("no")


@once
def show_errors(request):
    return HttpResponse("try again", status=422)


@once
def answer_json(request):
    return JsonResponse({"made": Event.objects.create(kind="test.written", at=clock.now()).pk}, status=201)


def post(key="k1", path="/write/"):
    request = RequestFactory().post(path, {"idempotency_key": key})
    request.user = AnonymousUser()
    return request


@pytest.mark.django_db
def test_the_second_click_gets_the_first_answer():
    first, second = write(post()), write(post())

    assert Event.objects.count() == 1
    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])


@pytest.mark.django_db
def test_json_is_repeated_to_the_byte():
    first, second = answer_json(post()), answer_json(post())

    assert (second.status_code, second.content) == (201, first.content)


@pytest.mark.django_db
def test_another_key_is_another_request():
    write(post("k1")), write(post("k2"))

    assert Event.objects.count() == 2


@pytest.mark.django_db
def test_a_refused_request_may_be_sent_again_with_the_same_key():
    with pytest.raises(NotNow):
        refuse(post())
    show_errors(post())

    assert not IdempotencyKey.objects.exists()
    assert write(post()).status_code == 302


@pytest.mark.django_db
def test_a_key_used_elsewhere_is_refused():
    write(post())

    with pytest.raises(NotNow):
        write(post(path="/other/"))


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 81, "é", "a\nb"])
def test_an_odd_key_is_refused_by_name(key):
    with pytest.raises(BadInput) as refusal:
        write(post(key))

    assert "idempotency_key" in refusal.value.errors


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_make_one_row():
    answers = []

    def click():
        answers.append(write(post())["Location"])
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(8)]
    [t.start() for t in threads], [t.join() for t in threads]

    assert Event.objects.count() == 1
    assert len(answers) == 8
    assert len(set(answers)) == 1
