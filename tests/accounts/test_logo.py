"""The logo of an organization: what is taken, what is kept, who sees it."""

from __future__ import annotations

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from wellarch.accounts.tenancy import logos
from wellarch.errors import Forbidden, Invalid
from wellarch.events.models import Event

LOGO = "/organization/logo/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(kind="PNG", size=(300, 100), **how):
    target = io.BytesIO()
    Image.new("RGB", size, "navy").save(target, kind, **how)
    return SimpleUploadedFile("../../evil.html", target.getvalue(), content_type="text/html")


def kept(files):
    return [path for path in files.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_our_own_png(client_of, cast, files, kind):
    page = client_of(cast.ada).post(LOGO, {"logo": picture(kind)}, follow=True)
    assert "The logo is saved." in page.text
    (file,) = kept(files)
    assert (file.parent.name, file.suffix) == ("logos", ".png")
    assert "evil" not in file.name
    answer = client_of(cast.vic).get(LOGO)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"


def test_what_else_was_in_the_file_is_not_kept(actors, files):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    logos.put(actors.ada, picture("JPEG", exif=exif))
    assert b"taken at home" not in kept(files)[0].read_bytes()


def test_a_large_picture_is_made_smaller(actors):
    logos.put(actors.ada, picture(size=(2400, 1000)))
    actors.ada.organization.refresh_from_db()
    assert Image.open(io.BytesIO(logos.read(actors.ada))).size == (1200, 500)


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b"<html>",
        b"\x89PNG\r\n\x1a\n cut off",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        picture("BMP").read(),
    ],
    ids=["svg", "html", "broken", "gif", "bmp"],
)
def test_anything_else_is_refused(client_of, cast, files, content):
    file = SimpleUploadedFile("logo.png", content, content_type="image/png")
    page = client_of(cast.ada).post(LOGO, {"logo": file})
    assert page.status_code == 422
    assert "Choose a PNG, JPEG or WebP picture." in page.text
    assert kept(files) == []


def test_a_small_file_of_a_huge_picture_is_refused(actors, files):
    bomb = picture(size=(5000, 5000))
    assert bomb.size < logos.MAX_BYTES
    with pytest.raises(Invalid) as refused:
        logos.put(actors.ada, bomb)
    assert "megapixels" in refused.value.fields["logo"][0]
    assert kept(files) == []


def test_a_large_file_is_refused(actors):
    file = SimpleUploadedFile("logo.png", b"x" * (logos.MAX_BYTES + 1))
    with pytest.raises(Invalid) as refused:
        logos.put(actors.ada, file)
    assert "2 MB" in refused.value.fields["logo"][0]


def test_a_new_logo_takes_the_place_of_the_old(actors, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        logos.put(actors.ada, picture())
        logos.put(actors.ada, picture(size=(40, 40)))
    assert len(kept(files)) == 1


def test_without_a_logo_there_is_none(client_of, cast, actors, files):
    logos.put(actors.ada, picture())
    page = client_of(cast.ada).post(reverse("organization-logo-remove"), follow=True)
    assert "The logo is removed." in page.text
    assert client_of(cast.vic).get(LOGO).status_code == 204
    assert [
        event.changes["logo"]
        for event in Event.objects.filter(changes__has_key="logo").order_by("pk")
    ] == [
        {"before": False, "after": True},
        {"before": True, "after": False},
    ]


def test_a_logo_is_seen_by_members_only(client_of, cast, actors, client):
    logos.put(actors.ada, picture())
    assert client_of(cast.oda).get(LOGO).status_code == 204  # of their own organization
    assert client.get(LOGO).status_code == 302


def test_only_admins_choose_it(client_of, actors, cast, files):
    assert client_of(cast.ben).post(LOGO, {"logo": picture()}).status_code == 403
    assert client_of(cast.ben).post(reverse("organization-logo-remove")).status_code == 403
    with pytest.raises(Forbidden):
        logos.put(actors.ben, picture())
    assert kept(files) == []


def test_documents_get_it_inside_an_address(actors):
    assert logos.data_url_of(actors.ada.organization) == ""
    changed = logos.put(actors.ada, picture())
    kind, _comma, content = logos.data_url_of(changed).partition(",")
    assert kind == "data:image/png;base64"
    assert Image.open(io.BytesIO(base64.b64decode(content))).size == (300, 100)
