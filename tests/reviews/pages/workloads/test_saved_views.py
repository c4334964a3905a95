"""Saved views, through the browser door."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.models import SavedView
from reviews.services import views
from wellarch.errors import Forbidden, NotFound


def save(client, **values):
    return client.post(reverse("view-list"), {"name": "Ours", **values})


def test_a_view_is_saved_from_the_portfolio_and_offered_there(client_of, cast, workload):
    client = client_of(cast.vic)
    address = f"{reverse('view-list')}?query=environment%3Dproduction"
    assert address in client.get("/?environment=production").content.decode()
    assert "It shows: Production." in client.get(address).content.decode()
    done = save(client, query="page=3&environment=production&environment=production&x=1")
    assert done.url == "/?environment=production"
    shown = client.get(done.url).content.decode()
    assert 'href="/?environment=production" aria-current="page">Ours' in shown


def test_only_architects_share_a_view_and_everybody_sees_it(client_of, cast, workload):
    assert save(client_of(cast.cleo), is_shared="on").status_code == 403
    assert not SavedView.objects.exists()
    save(client_of(cast.ben), is_shared="on", query="show=all")
    assert "Ours" in client_of(cast.vic).get("/").content.decode()
    assert "Ours" not in client_of(cast.oda).get(reverse("view-list")).content.decode()


def test_a_name_is_needed_and_taken_once(client_of, cast, workload):
    client = client_of(cast.cleo)
    assert save(client, name="  ").status_code == 422
    save(client)
    again = save(client)
    assert again.status_code == 422
    assert "You have a view of this name already." in again.content.decode()


def test_one_renames_and_deletes_ones_own(client_of, cast, workload):
    client = client_of(cast.cleo)
    save(client)
    view = SavedView.objects.get()
    client.post(reverse("view-change", args=[view.pk]), {"name": "Mine"})
    assert SavedView.objects.get().name == "Mine"
    client.post(reverse("view-delete", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_nobody_touches_what_another_saved_but_admins_what_is_shared(actors, workload):
    own = views.make(actors.cleo, name="Mine")
    shared = views.make(actors.ben, name="Ours", is_shared=True)
    with pytest.raises(NotFound):
        views.delete(actors.ada, own.pk)
    with pytest.raises(Forbidden):
        views.change(actors.cleo, shared.pk, name="Not ours")
    views.change(actors.ada, shared.pk, name="Everybody's")
    with pytest.raises(NotFound):
        views.delete(actors.oda, shared.pk)
