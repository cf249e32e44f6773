"""Alphabets: which scripts a set of characters can write, and what to call a character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

SAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "Latn": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzéèçñöü",
        "Grek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ",
        "Cyrl": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгдежзийклмнопрстуфхцчшщьюя",
        "Armn": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
        "Geor": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "Hebr": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
        "Arab": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئةى",
        "Thaa": "ހށނރބޅކއވމފދތލގޏސޑަާިީުޫެޭޮޯް",
        "Ethi": "ሀለመሠረሰቀበተነአከወዘየደገጠፀፈፐ",
        "Deva": "अआइईउऊएओकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसहािीुूेैोौ्",
        "Beng": "অআইঈউঊএওকখগঘচছজঝটঠডঢণতথদধনপফবভমযরলশষসহািীুূেৈোৌ্",
        "Guru": "ਅਆਇਈਉਊਏਓਕਖਗਘਚਛਜਝਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵਸਹਾਿੀੁੂੇੈੋੌ੍",
        "Gujr": "અઆઇઈઉઊએઓકખગઘચછજઝટઠડઢણતથદધનપફબભમયરલવશષસહાિીુૂેૈોૌ્",
        "Orya": "ଅଆଇଈଉଊଏଓକଖଗଘଚଛଜଝଟଠଡଢଣତଥଦଧନପଫବଭମଯରଲଶଷସହାିୀୁୂେୋ୍",
        "Taml": "அஆஇஈஉஊஎஏஐஒஓகஙசஞடணதநபமயரலவழளறனாிீுூெேைொோௌ்",
        "Telu": "అఆఇఈఉఊఎఏఐఒఓకఖగఘచఛజఝటఠడఢణతథదధనపఫబభమయరలవశషసహాిీుూెేైొోౌ్",
        "Knda": "ಅಆಇಈಉಊಎಏಐಒಓಕಖಗಘಚಛಜಝಟಠಡಢಣತಥದಧನಪಫಬಭಮಯರಲವಶಷಸಹಾಿೀುೂೆೇೈೊೋೌ್",
        "Mlym": "അആഇഈഉഊഎഏഐഒഓകഖഗഘചഛജഝടഠഡഢണതഥദധനപഫബഭമയരലവശഷസഹാിീുൂെേൈൊോ്",
        "Sinh": "අආඇඈඉඊඋඌඑඒඔඕකගඟචජටඩණතදනපබමයරලවසහළාැෑිීුූෙේෛොෝෞ්",
        "Thai": "กขคฆงจฉชซญฎฏฐณดตถทธนบปผฝพฟมยรลวศษสหอฮะัาำิีึืุูเแโใไ็่้๊๋์",
        "Laoo": "ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫອຮະັາຳິີຶືຸູເແໂໃໄ່້",
        "Khmr": "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហអាិីឹឺុូួើែៃោៅំះ្",
        "Mymr": "ကခဂဃငစဆဇဈညဋဌဍဎဏတထဒဓနပဖဗဘမယရလဝသဟအာိီုူေဲံ့း္်ျြွှ",
        "Tibt": "ཀཁགངཅཆཇཉཏཐདནཔཕབམཙཚཛཝཞཟའཡརལཤསཧཨིེོུ་།",
        "Mong": "ᠠᠡᠢᠣᠤᠥᠦᠨᠪᠫᠬᠭᠮᠯᠰᠱᠲᠳᠴᠵᠶᠷᠸ",
        "Hans": "这个国说时们过对没还会学样经发车长东门书",
        "Hant": "這個國說時們過對沒還會學樣經發車長東門書",
        "Jpan": "あいうえおかきくけこアイウエオカキクケコ日本語国気学車",
        "Kore": "가나다라마바사아자차카타파하국어한글말은를입니",
    }
)
"""ISO 15924 script: letters without which nobody can write it."""
_KITCHEN = frozenset({"CYRILLIC", "GREEK", "LATIN"})
_IDEOGRAPH = "CJK"


def scripts_of(characters: AbstractSet[str]) -> tuple[str, ...]:
    """Return the scripts that *characters* can write, ISO 15924, in the order of `SAMPLES`."""
    return tuple(script for script, sample in SAMPLES.items() if characters >= set(sample))


def kind(char: str) -> str:
    """Return the first word of a character's name, which is most often its script: `THAI`."""
    return unicodedata.name(char, "UNKNOWN").partition(" ")[0]


def kinds(characters: Iterable[str]) -> tuple[str, ...]:
    """Return every `kind` among *characters*, sorted."""
    return tuple(sorted({kind(char) for char in characters}))


def cookable(characters: Iterable[str], script: str) -> bool:
    """Tell whether the packages that the kitchen pins draw every one of *characters*.

    They hold all of Latin, Greek and Cyrillic, and the ideographs of Japanese and of simplified
    Chinese.
    """
    ours = {*_KITCHEN, *({_IDEOGRAPH} if script in {"Jpan", "Hans"} else ())}
    return ours.issuperset(kinds(characters))
