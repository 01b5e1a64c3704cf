"""The usual names of what the rules speak of, in Korean and in Persian letters. The lists stand apart from the data."""

import pytest

import ketaclinic as kc

NAMES = {
    "benzodiazepine": "클로나제팜 알프라졸람 로라제팜 디아제팜 자낙스 트리아졸람 "
    "کلونازپام آلپرازولام لورازپام دیازپام زاناکس کلردیازپوکساید",
    "lamotrigine": "라모트리진 라믹탈 لاموتریژین لامیکتال",
    "aminophylline": "아미노필린 آمینوفیلین",
    "cannabis": "대마초 마리화나 ماری‌جوانا ماریجوانا حشیش",
    "alcohol": "술 알코올 맥주 الکل مشروب آبجو شراب",
    "cocaine": "코카인 کوکائین",
    "heroin": "헤로인 هروئین",
    "illicit": "필로폰 메스암페타민 تریاک متامفتامین اکستازی",
    "psychosis": "조현병 정신분열증 정신병 환각 환청 망상 اسکیزوفرنی روان‌پریشی توهم هذیان",
    "paranoia": "편집증 환청 پارانویا",
    "seizures": "뇌전증 간질 발작 경련 صرع تشنج",
    "hypertension": "고혈압 فشار_خون_بالا پرفشاری_خون",
    "cardiac": "심장병 심부전 심근경색 협심증 부정맥 심장_질환 بیماری_قلبی نارسایی_قلبی سکته_قلبی آنژین آریتمی",
    "pulmonary": "천식 폐렴 폐질환 만성폐쇄성폐질환 آسم بیماری_ریوی",
    "chronic_pain": "만성_통증 섬유근육통 درد_مزمن فیبرومیالژی",
}  # fmt: skip
"""By group, with a low line for a blank."""

OTHERS = (
    "신장병 당뇨 위염 두통 갑상선 감기 간염 불면증 고지혈증 관절염 발진 발목 간암 망막 타이레놀 아스피린 메트포르민 "
    "دیابت سردرد آسپرین استامینوفن مسکن کمردرد سیگار قهوه میگرن"
)
"""Near one of them, or as common: none of which the rules name."""


def entries(listed: str) -> list[str]:
    return [name.replace("_", " ") for name in listed.split()]


@pytest.mark.parametrize("group", NAMES)
def test_what_the_rules_speak_of_is_recognised_in_the_letters_of_the_language(group: str) -> None:
    for name in entries(NAMES[group]):
        for typed in (name, f"  {name}.", f"{name} 2"):
            found = kc.screen(medications=[typed]).findings
            assert group in {finding.group for finding in found if finding.match is kc.Match.EXACT}, typed


@pytest.mark.parametrize("group", sorted({*NAMES} - {"chronic_pain"}))
def test_words_around_such_a_name_never_make_it_milder(group: str) -> None:
    for name in entries(NAMES[group]):
        alone = {finding.level for finding in kc.screen(conditions=[name]).findings}
        for typed in (f"{name} 안 함", f"دارم {name}", f"{name}을 먹어요"):
            levels = {finding.level for finding in kc.screen(conditions=[typed]).findings}
            assert min(levels, key=list(kc.Level).index) in {*alone, kc.Level.NOT_ADDRESSED}, typed
            assert not levels & {kc.Level.COMPATIBLE, kc.Level.INDICATION}, typed


def test_chronic_pain_in_these_letters_has_no_price() -> None:
    for name in entries(NAMES["chronic_pain"]):
        screening = kc.screen(conditions=[name])
        with pytest.raises(kc.PriceNotPublishedError):
            kc.quote(6, treating=screening.indications)


@pytest.mark.parametrize("typed", entries(OTHERS))
def test_other_names_in_these_letters_are_not_mistaken_for_one(typed: str) -> None:
    assert [finding.group for finding in kc.screen(conditions=[typed]).findings] == [None]
