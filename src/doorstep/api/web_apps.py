"""The three built web apps, served as files."""

from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from doorstep.plumbing.web import anyone

FOLDER = Path(__file__).resolve().parent.parent / "web"

_NOT_BUILT = (
    "<!doctype html><title>Doorstep</title>"
    "<p>The web apps are not built. Run <code>make web</code> and start again.</p>"
)


class _BuiltFiles(StaticFiles):
    """Files whose names hold a hash of their content may be kept for ever; others not at all."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        hashed = path.startswith("assets/")
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if hashed else "no-cache"
        )
        return response


def mount_web_apps(app: FastAPI) -> None:
    """Serve the console at ``/``, the driver's app at ``/driver/``, the recipient's at ``/t/``."""

    @app.get("/t/{token}", include_in_schema=False, dependencies=[Depends(anyone)])
    def track_page(token: str) -> Response:
        # One page for every token; the page itself asks the API about its token.
        file = FOLDER / "track" / token
        if token in _files_at_root("track"):
            return FileResponse(file, headers={"Cache-Control": "no-cache"})
        return _page("track", {"X-Robots-Tag": "noindex"})

    @app.get("/driver", include_in_schema=False, dependencies=[Depends(anyone)])
    def driver_page() -> Response:
        # Typed by hand without the slash; browsers keep the code behind the # on the way.
        return RedirectResponse("/driver/", status_code=308)

    for path, name in (("/t", "track"), ("/driver", "driver"), ("/", "console")):
        folder = FOLDER / name
        if folder.is_dir():
            app.mount(path, _BuiltFiles(directory=folder, html=True), name=name)
    if not (FOLDER / "console").is_dir():

        @app.get("/", include_in_schema=False, dependencies=[Depends(anyone)])
        def not_built() -> Response:
            return _page("console", {})


def _files_at_root(name: str) -> frozenset[str]:
    folder = FOLDER / name
    if not folder.is_dir():
        return frozenset()
    return frozenset(file.name for file in folder.iterdir() if file.is_file())


def _page(name: str, headers: dict[str, str]) -> Response:
    index = FOLDER / name / "index.html"
    if not index.is_file():
        return HTMLResponse(_NOT_BUILT, 503)
    return FileResponse(index, headers={"Cache-Control": "no-cache", **headers})
