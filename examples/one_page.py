"""A price and a screening on one web page: the least that an app of your own needs.

Run it with `python examples/one_page.py` and open the address that it prints.
"""

from html import escape
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from litestar import Litestar, Request, Response, get, post

import ketaclinic as kc

PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ketamine: price and screening</title>
<h1>Price and screening</h1>
{answers}
<form method="post" action="/">
<p><label for="infusions">How many infusions?</label>
<input id="infusions" name="infusions" inputmode="numeric" value="{infusions}" aria-describedby="infusions-problem">
<strong id="infusions-problem">{infusions_problem}</strong></p>
<p><label for="medications">Medicines you take, one per line</label><br>
<textarea id="medications" name="medications" rows="4" cols="30" aria-describedby="medications-problem">
{medications}</textarea>
<strong id="medications-problem">{medications_problem}</strong></p>
<button>Ask</button>
</form>
</html>"""

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@get("/", sync_to_thread=False)
def form() -> Response[str]:
    """The empty form."""
    return page({"infusions": "6"})


@post("/", status_code=200)
async def answer(request: Request[Any, Any, Any]) -> Response[str]:
    """What the library says to what was typed."""
    # Not `request.form()`: Litestar keeps the last bodies that it has parsed in a cache of the process.
    fields = parse_qs((await request.body()).decode("ascii", "replace"), keep_blank_values=True)
    typed = {name: fields.get(name, [""])[-1] for name in ("infusions", "medications")}
    medications = [line for line in typed["medications"].splitlines() if line.strip()]
    try:
        screening = kc.screen(medications=medications)
    except kc.InvalidInputError as error:  # more than the library takes; `error.argument` is "medications[2]", too
        return page(typed, medications_problem=f"This is too long: enter {error.expected}, one medicine on each line.")
    try:
        quote = kc.quote(int(typed["infusions"]), treating=screening.indications)
    except kc.PriceNotPublishedError as error:
        return page(typed, infusions_problem=f"There is no published price. Call {error.telephone}.")
    except ValueError:  # no number, or one that the library refuses: its errors are ValueErrors, too
        return page(typed, infusions_problem="Enter a whole number from 0 to 1,000,000.")
    return page(typed, answers=(quote, screening))


def page(
    typed: dict[str, str],
    *,
    infusions_problem: str = "",
    medications_problem: str = "",
    answers: tuple[object, ...] = (),
) -> Response[str]:
    """The page. The library has escaped its answers; whatever else was typed is escaped here."""
    content = PAGE.format(
        answers="\n".join(kc.render(answer, form="html") for answer in answers),
        infusions=escape(typed.get("infusions", "")),
        medications=escape(typed.get("medications", "")),
        infusions_problem=escape(infusions_problem),
        medications_problem=escape(medications_problem),
    )
    status = 422 if infusions_problem or medications_problem else 200
    return Response(content, media_type="text/html", status_code=status, headers=HEADERS)


app = Litestar([form, answer], openapi_config=None, logging_config=None, request_max_body_size=64 * 1024)

if __name__ == "__main__":
    print("http://127.0.0.1:8000/")
    uvicorn.run(app, host="127.0.0.1", port=8000, access_log=False, log_level="warning")
