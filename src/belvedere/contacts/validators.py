"""What people type, made comparable: addresses, telephone numbers, postcodes, names; and what telephones show."""

import re
import unicodedata

import phonenumbers

#: A number typed in France may be one of these regions, each with a prefix of its own.
FRENCH = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM")
#: The alphabet of telephones (GSM 03.38); those of the second line count twice.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = set("^{}\\[~]|€")
#: Signs of good typography that would more than double the price of a text.
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...", "–": "-", "—": "-",
     "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "}
)  # fmt: skip
MAIL = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.[^\s@,;<>()\".]{2,}")


def normal_email(text: str) -> str:
    """The address as we keep and compare it: no blanks, small letters, domain in ASCII. Empty when it is none."""
    kept = unicodedata.normalize("NFKC", text).strip().removeprefix("mailto:").lower()
    if not MAIL.fullmatch(kept) or ".." in kept or len(kept) > 254:
        return ""
    local, _at, domain = kept.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return ""


def normal_phone(text: str, country: str = "FR") -> str:
    """``+33612345678``. ``country`` is where a number without its prefix is dialled from. Empty when it is none."""
    likely = ""
    for region in FRENCH if country in ("", "FR") else (country,):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if number.extension:
            return ""
        found = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number):
            return found
        if not likely and phonenumbers.is_possible_number(number):
            likely = found
    return likely


def normal_name(text: str) -> str:
    """Words in small letters without accents nor punctuation, for comparing."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'"))
    letters = "".join(one for one in bare if not unicodedata.combining(one)).casefold()
    return " ".join(re.findall(r"[^\W_]+", letters))


def normal_postcode(text: str, country: str = "") -> str:
    """Without inner blanks, in capitals: ``63000``, ``SW1A1AA``. The 0 that a spreadsheet took from Ain is put back."""
    kept = re.sub(r"[\s\-]", "", text).upper().removesuffix(".0")
    lost = country == "FR" and re.fullmatch(r"\d{4}", kept)
    return f"0{kept}" if lost else kept[:10]


def telephone_text(text: str) -> str:
    """The same words with the signs that every telephone has: no letter is changed."""
    return text.replace("«\N{NO-BREAK SPACE}", '"').replace("\N{NO-BREAK SPACE}»", '"').translate(PLAIN)


def odd_signs(text: str) -> str:
    """Characters that the alphabet of telephones lacks: one is enough to make the whole text dear."""
    return "".join(sorted(set(text) - GSM - GSM_TWICE))


def count_texts(text: str) -> int:
    """How many messages are paid for: 160 signs in one, 153 in each of several; 70 and 67 with an odd sign."""
    if odd_signs(text):
        size, alone, each = len(text.encode("utf-16-le")) // 2, 70, 67
    else:
        size, alone, each = len(text) + sum(sign in GSM_TWICE for sign in text), 160, 153
    return 1 if size <= alone else -(-size // each)
