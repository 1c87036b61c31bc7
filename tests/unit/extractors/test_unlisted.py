"""Firms nobody listed: what is their name, and what beside it is only a town, a trade or a number."""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput


def told(reader: Reader, text: str, title: str = "", lang: str = "en") -> set[str]:
    return set(reader.read(ReadingInput(id="row", title=title, text=text, date="2026-03-10", lang=lang)).alert())


@pytest.mark.parametrize(
    ("text", "lang", "firms"),
    [
        pytest.param(
            "The CMA has accepted undertakings offered by Westshire Buses in lieu of a reference.",
            "en",
            {"Westshire Buses"},
            id="a phrase says it is a firm",
        ),
        pytest.param(
            "The ACCC on Tuesday fined Milnet, Barbo and Dravia Foods a combined 40 million dollars for fixing prices.",
            "en",
            {"Milnet", "Barbo", "Dravia Foods"},
            id="a list goes on over what the model takes for a person",
        ),
        pytest.param(
            "The FTC is suing to block Stapleton from acquiring Office Depot.",
            "en",
            {"Stapleton", "Office Depot"},
            id="the model sees where the name begins",
        ),
        pytest.param(
            "O Cade condenou, na sessão desta quarta-feira (12/03), as empresas Velmora, Dravia Foods e Milnet.",
            "pt",
            {"Velmora", "Dravia Foods", "Milnet"},
            id="behind a phrase between commas",
        ),
        pytest.param(
            "As empresas Velmora e Milnet, além de dois diretores, foram multadas pela AdC.",
            "pt",
            {"Velmora", "Milnet"},
            id="before a phrase between commas",
        ),
        pytest.param(
            "The offices of 22nd Harbour Foods were raided by the CMA.",
            "en",
            {"22nd Harbour Foods"},
            id="a number first",
        ),
        pytest.param(
            "The CCI on Monday fined Boltex Rs 40 crore for rigging bids.", "en", {"Boltex"}, id="a sum behind it"
        ),
        pytest.param(
            "The CMA on Monday fined Boltex GBP 4m over bids that were rigged.",
            "en",
            {"Boltex"},
            id="a currency behind it",
        ),
        pytest.param(
            "The FTC has blocked the Velmora-Dravia merger. Velmora is unhappy, and Dravia has no comment.",
            "en",
            {"Velmora", "Dravia"},
            id="a hyphen joins the sides of a deal",
        ),
        pytest.param(
            "The FTC has blocked the Holt-Merrow takeover of Boltex.",
            "en",
            {"Holt-Merrow", "Boltex"},
            id="a hyphen within",
        ),
        pytest.param(
            "The CMA has fined Brampath & Tessor £3 million over texts. Brampath and Tessor will appeal.",
            "en",
            {"Brampath", "Tessor"},
            id="two firms joined as one name",
        ),
        pytest.param(
            "The CMA has issued fines. Sunna Field, a flour producer with two mills, must pay £2m for fixing prices.",
            "en",
            {"Sunna Field"},
            id="a trade set off by commas",
        ),
        pytest.param(
            "Pfizzel Inc and Allergon Plc have received a second request from the FTC over their merger.",
            "en",
            {"Pfizzel", "Allergon"},
            id="a legal form as agencies write it",
        ),
        pytest.param(
            "Kestrelbank's £1.2bn takeover of lender Moor Trust has been cleared by the CMA. Kestrelbank is glad.",
            "en",
            {"Kestrelbank", "Moor Trust"},
            id="a sum between the buyer and its deal",
        ),
        pytest.param(
            "The CMA has cleared the Iron Valley/Recordo merger. Iron Valley is glad, and so is Recordo.",
            "en",
            {"Iron Valley", "Recordo"},
            id="a slash joins the sides of a deal",
        ),
        pytest.param(
            "Das Bundeskartellamt hat gegen den Lieferdienst Flitzbox ein Bußgeld von 200.000 Euro verhängt.",
            "de",
            {"Flitzbox"},
            id="German trade before the name",
        ),
        pytest.param(
            "Das Bundeskartellamt hat gegen das Grazer Start-up Psychelo ein Verfahren eröffnet.",
            "de",
            {"Psychelo"},
            id="town and trade",
        ),
        pytest.param(
            "The ACCC has blocked Google's takeover of Perth data centre operator Wombat Grid.",
            "en",
            {"Google", "Wombat Grid"},
            id="a town describes the firm",
        ),
        pytest.param(
            "The ICO is investigating Character.AI and the homework app Swottly.",
            "en",
            {"Character.AI", "Swottly"},
            id="a list goes on over a trade",
        ),
        pytest.param(
            "The Bundeskartellamt has fined Nvidia Corporation, Santa Clara, USA.", "en", {"Nvidia"}, id="a seat"
        ),
        pytest.param(
            "The FTC filed the complaint in the District Court against Zephyr Debt Services, Inc.; ZDS Resolve LLC; "
            "and Plain Capital LLC.",
            "en",
            {"Zephyr Debt Services", "ZDS Resolve", "Plain Capital"},
            id="defendants in a list",
        ),
        pytest.param(
            "The FTC sued Zephyr Debt Services LLC (ZDS) on Monday. The FTC also accused ZDS of false claims.",
            "en",
            {"Zephyr Debt Services"},
            id="initials are the firm they shorten",
        ),
        pytest.param(
            "The FTC has fined Todd Example, Inc. (the “Company”). The FTC ordered the Company to stop.",
            "en",
            {"Todd Example"},
            id="a common noun is no name",
        ),
        pytest.param(
            "The FTC sued three online sellers — Shopix, Dealmax, and Buyola — which promised passive income.",
            "en",
            {"Shopix", "Dealmax", "Buyola"},
            id="firms that are counted first",
        ),
        pytest.param("The KFTC fined Google KRW 4.7 billion for tying.", "en", {"Google"}, id="a currency"),
    ],
)
def test_a_firm_is_called_by_its_name_alone(reader: Reader, text: str, lang: str, firms: set[str]) -> None:
    assert told(reader, text, lang=lang) == firms
