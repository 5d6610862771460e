"""Signing in, which also unlocks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corridor.access.doors import door


def sign_in_page(request: HttpRequest) -> HttpResponse:
    """What every inner address answers to somebody who is signed out."""
    return render(request, "safe/sign_in.html", status=403)


@door("sign_in", post="same")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page by its own address."""
    return render(request, "safe/sign_in.html")


@door(post="sign_in")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    request.session.flush()
    return redirect("window:front")
