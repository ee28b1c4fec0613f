"""What people type, made comparable: addresses, telephone numbers, postcodes, names."""

import re
import unicodedata

#: Beginning of the numbers of a country, by ISO 3166 code, where a number typed at home begins with 0.
DIALLING = {
    "FR": "33", "BE": "32", "NL": "31", "DE": "49", "GB": "44", "CH": "41", "AT": "43", "SE": "46", "IE": "353",
    "AU": "61", "NZ": "64", "FI": "358", "RO": "40",
}  # fmt: skip
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
    kept = unicodedata.normalize("NFKC", text).replace("(0)", "").strip()
    digits = re.sub(r"\D", "", kept)
    if kept.startswith("+"):
        found = digits
    elif digits.startswith("00"):
        found = digits[2:]
    elif (prefix := DIALLING.get(country or "FR")) and digits.startswith("0"):
        found = prefix + digits[1:]
    elif country in ("", "FR") and len(digits) == 9:
        # A spreadsheet has taken the first 0 for a number's.
        found = "33" + digits
    else:
        return ""
    return f"+{found}" if 8 <= len(found) <= 15 else ""


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
