from __future__ import annotations

import pytest
from server import fault, rung_of

from summarise.models.doctor import examine


def points(**how):
    return {point.what: point for point in examine(**how)}


def obedient(body):
    return '{"code": "kx-41"}' if rung_of(body) != "prompt" else "one, two, three"


def test_an_endpoint_that_enforces_the_schema_is_well(server):
    server.default = obedient
    seen = points(name="fake-1", base_url=server.url)
    assert seen["answer"].good
    assert "tokens a second" in seen["speed"].says
    assert seen["cost"].says == "unknown"
    assert seen["schema"].good
    assert "rung strict" in seen["schema"].says
    assert all(point.exit_code == 0 for point in seen.values())


def test_an_endpoint_that_takes_the_schema_and_ignores_it_is_found_out(server):
    server.default = "A clear sky is blue."
    schema = points(name="fake-1", base_url=server.url)["schema"]
    assert schema.good is False
    assert "taken and ignored" in schema.says


@pytest.mark.parametrize(("answer", "says"), [('{"code": "qv-87"}', "fits"), ("Blue.", "does not fit")])
def test_a_lower_rung_is_told(server, answer, says):
    server.refuse = {"strict", "schema"}
    server.default = answer
    schema = points(name="fake-1", base_url=server.url)["schema"]
    assert "rung json_object" in schema.says
    assert schema.says.endswith(says)


def test_an_endpoint_that_does_not_answer_is_a_point_with_an_exit_code(server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
    server.default = fault(401, "bad key")
    seen = points(name="fake-1", base_url=server.url)
    assert (seen["model"].good, seen["model"].exit_code) == (False, 4)
    assert seen["key"].says == "OPENAI_API_KEY is set"
    assert not any("sk-0123456789" in point.says for point in seen.values())


def test_nothing_configured_is_an_input_error(monkeypatch):
    monkeypatch.setattr("summarise.models.choose.find_spec", lambda _: None)
    monkeypatch.setattr("summarise.models.doctor.find_spec", lambda _: None)
    seen = points()
    assert (seen["model"].exit_code, seen["model"].good) == (2, False)
    assert "pip install" in seen["local extra"].says
    assert "models pull" in seen["local model"].says


def test_none_is_well_and_asks_nothing():
    assert points(name="none")["answer"].good


def test_the_cache_is_left_alone(server):
    server.default = obedient
    points(name="fake-1", base_url=server.url)
    points(name="fake-1", base_url=server.url)
    assert len(server.bodies) == 6


@pytest.mark.local_model
def test_the_real_local_model_enforces_a_schema(local_model):
    seen = points(name=f"local:{local_model}")
    assert seen["schema"].good
    assert seen["answer"].good
