"""AWS-style access keys: made, found by their id, ended, rotated."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from wellarch import clock
from wellarch.accounts.credentials import access_keys, keyring, rotation
from wellarch.accounts.models import AccessKey, Membership, User
from wellarch.accounts.roles import Scope, Via
from wellarch.errors import Conflict

OLD, NEW = "o" * 48, "n" * 48


def rotate() -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_a_key_looks_like_one_of_aws_and_its_secret_is_not_kept_readable(actors):
    key, secret = access_keys.create(actors.ben, name="CLI")
    assert re.fullmatch(r"AKWA[A-Z2-7]{16}", key.key_id)
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", secret)
    row = AccessKey.objects.get()
    assert secret not in str(vars(row))
    assert access_keys.secret_for(key.key_id) == (row, secret)


def test_the_actor_of_a_key_is_its_owner_within_its_bounds(actors, workload):
    key, _secret = access_keys.create(
        actors.ben, name="CLI", scope="write", workload_ids=[workload.pk]
    )
    actor = access_keys.actor_for(key, Via.AWS, ip="192.0.2.1")
    assert (actor.user, actor.role, actor.scope) == (actors.ben.user, "architect", Scope.WRITE)
    assert actor.workloads == {workload.pk}
    assert (actor.via, actor.credential, actor.ip) == (Via.AWS, key.key_id, "192.0.2.1")
    assert AccessKey.objects.get().last_used_at


@pytest.mark.parametrize("end", ["expired", "revoked", "left", "inactive"])
def test_a_key_ends_with_everything_it_hangs_on(actors, end):
    key, _secret = access_keys.create(actors.ben, name="CLI")
    if end == "expired":
        AccessKey.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif end == "revoked":
        access_keys.revoke(actors.ben, key_id=key.key_id)
        assert AccessKey.objects.get().secret == ""
    elif end == "left":
        Membership.objects.filter(user=actors.ben.user).delete()
    else:
        User.objects.filter(pk=actors.ben.user.pk).update(is_active=False)
    found = access_keys.secret_for(key.key_id)
    assert found is None or access_keys.actor_for(found[0], Via.AWS) is None


def test_a_key_knows_that_the_second_factor_is_missing(actors, cast):
    key, _secret = access_keys.create(actors.ben, name="CLI")
    cast.northwind.second_factor_required = True
    cast.northwind.save()
    assert access_keys.actor_for(key, Via.AWS).lacks_second_factor


def test_five_keys_are_enough_and_expired_ones_do_not_count(actors):
    keys = [access_keys.create(actors.ben, name=f"{n}")[0] for n in range(5)]
    with pytest.raises(Conflict) as caught:
        access_keys.create(actors.ben, name="six")
    assert caught.value.code == "too-many-access-keys"
    AccessKey.objects.filter(pk=keys[0].pk).update(expires_at=clock.now() - timedelta(days=1))
    access_keys.create(actors.ben, name="six")


def test_a_secret_does_not_open_in_another_row(actors):
    one, _secret = access_keys.create(actors.ben, name="1")
    two, _secret = access_keys.create(actors.ben, name="2")
    AccessKey.objects.filter(pk=two.pk).update(secret=one.secret)
    with pytest.raises(keyring.KeyLost):
        access_keys.secret_for(two.key_id)


def test_after_a_rotation_the_old_key_can_go(actors, settings, monkeypatch):
    monkeypatch.setattr(rotation, "_BATCH", 2)
    settings.WELLARCH_KEYS = [OLD]
    made = [access_keys.create(actors.ben, name=f"{n}") for n in range(3)]
    ended, _secret = access_keys.create(actors.ada, name="ended")
    access_keys.revoke(actors.ada, key_id=ended.key_id)
    settings.WELLARCH_KEYS = [NEW, OLD]
    assert rotate().startswith("3 re-encrypted, 0 current already, 0 lost.")
    assert rotate().startswith("0 re-encrypted, 3 current already, 0 lost.")
    settings.WELLARCH_KEYS = [NEW]
    for key, secret in made:
        assert access_keys.secret_for(key.key_id)[1] == secret


def test_second_factors_are_rotated_as_well(actors, settings):
    settings.WELLARCH_KEYS = [OLD]
    adapter = get_adapter()
    for kind, name in (("totp", "secret"), ("recovery_codes", "seed")):
        Authenticator.objects.create(
            user=actors.ben.user, type=kind, data={name: adapter.encrypt(name), "used_mask": 3}
        )
    Authenticator.objects.create(user=actors.ben.user, type="webauthn", data={"name": "Key"})
    settings.WELLARCH_KEYS = [NEW, OLD]
    assert rotate().startswith("2 re-encrypted, 0 current already, 0 lost.")
    settings.WELLARCH_KEYS = [NEW]
    assert adapter.decrypt(Authenticator.objects.get(type="totp").data["secret"]) == "secret"
    codes = Authenticator.objects.get(type="recovery_codes").data
    assert (adapter.decrypt(codes["seed"]), codes["used_mask"]) == ("seed", 3)
    assert rotate().startswith("0 re-encrypted, 2 current already, 0 lost.")


def test_a_lost_key_is_named_and_the_others_are_rotated(actors, settings):
    settings.WELLARCH_KEYS = [OLD]
    lost, _secret = access_keys.create(actors.ben, name="lost")
    settings.WELLARCH_KEYS = ["m" * 48]
    kept, secret = access_keys.create(actors.ben, name="kept")
    settings.WELLARCH_KEYS = [NEW, "m" * 48]
    with pytest.raises(CommandError, match=lost.key_id):
        rotate()
    assert access_keys.secret_for(kept.key_id)[1] == secret
    with pytest.raises(keyring.KeyLost):
        access_keys.secret_for(lost.key_id)


def test_a_key_is_made_and_revoked_on_its_page(client_of, cast):
    browser = client_of(cast.vic)
    page = browser.post(
        "/account/keys/new/", {"name": "CLI", "scope": "read", "reach": "all", "days": "30"}
    )
    key = AccessKey.objects.get()
    _key, secret = access_keys.secret_for(key.key_id)
    assert key.key_id in page.text
    assert f'value="{secret.replace("+", "+")}"' in page.text
    listed = browser.get("/account/tokens/").text
    assert key.key_id in listed
    assert secret not in listed
    browser.post(f"/account/keys/{key.key_id}/revoke/")
    assert key.key_id not in browser.get("/account/tokens/").text
