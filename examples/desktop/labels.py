"""What the app says of its own accord, by language; `&` stands before the letter that reaches a thing with Alt."""

from typing import Final

_ENGLISH: Final = {
    "title": "Front desk",
    "language": "&Language",
    "next_patient": "Ne&xt patient (Ctrl+N)",
    "keys": "Alt and the underlined letter go to a field or a page. Up and Down change a number or a date. "
    "Enter answers, Escape clears this page, and Ctrl+N clears every page for the next patient. "
    "Page Up and Page Down turn the answer. Ctrl with + or - changes the size.",
    "price": "&Price",
    "cancel": "&Cancellation",
    "prepare": "&Sheet for the patient",
    "completed": "Infusions &had so far at this clinic",
    "planned": "Infusions to &quote",
    "pain": "Treated for chronic p&ain",
    "not_said": "not asked yet",
    "no": "no",
    "yes": "yes",
    "telephone_consultation": "&Telephone consultation",
    "information_consultation": "&Information consultation with the medical director",
    "pre_infusion_consultation": "Consultation &before the infusions",
    "visit_day": "&Date of the visit",
    "visit_time": "&Time of the visit",
    "visit_which": "&Which of the two",
    "number": "&Number of the infusion",
    "notice": "Notice is &given",
    "now": "now",
    "earlier": "earlier, at",
    "notice_day": "Date of the n&otice",
    "notice_time": "T&ime of the notice",
    "notice_which": "W&hich of the two",
    "first": "the first, {time}",
    "second": "the second, {time}",
    "ask_price": "Show the p&rice",
    "ask_cancel": "Chec&k",
    "ask_prepare": "Sh&ow the sheet",
    "clear": "Cl&ear",
    "count_hint": "In figures; 0 for none.",
    "number_hint": "Over the whole history here; 1 is the first visit.",
    "day_hint": "2026-12-03 or 12/3/2026",
    "time_hint": "14:30 or 2:30 PM, at the clinic ({zone})",
    "missing_count": "How many? Write 0 for none.",
    "not_a_count": "Use a whole number in figures, up to 999.",
    "counts_from_one": "The first visit is number 1.",
    "missing_number": "Which infusion is it? The first is 1.",
    "nothing_to_price": "Nothing to price: use 1 or more, or tick a consultation.",
    "missing_day": "On which date? Such as 2026-12-03 or 12/3/2026.",
    "not_a_day": "Use the form 2026-12-03 or 12/3/2026, with the whole year.",
    "no_such_day": "This date does not exist.",
    "year_not_taken": "Only dates from {first} to {last} are taken. Check the year.",
    "day_passed": "This date has passed: at the clinic it is {today}.",
    "missing_time": "At what time? Such as 14:30 or 2:30 PM.",
    "not_a_time": "Use the form 14:30 or 2:30 PM.",
    "which_half_of_the_day": "Morning or afternoon? Add AM or PM, or use two figures for the hour, such as 09:15.",
    "twice": "The clocks go back that day and show this time twice. Choose one of the two.",
    "skipped": "The clocks go forward that day and skip this time. Use another one.",
    "still_to_come": "This is still to come. Notice is given now or was given earlier.",
    "chronic_pain_unpublished": "No price for chronic pain is published here.\n\n"
    "It differs from the others, and none is guessed. Ask whoever sets the prices before you name one. "
    "Patients call {telephone}. ({clause})",
    "unpublished": "No price is published for so many infusions.\n\n"
    "Ask whoever sets the prices before you name one. Patients call {telephone}. ({clause})",
    "file_language": "The &file is in",
    "en_US": "English",
    "es_US": "Spanish",
    "ko": "Korean",
    "fa": "Persian",
    "save": "Sa&ve… (Ctrl+S)",
    "print": "Save and open to p&rint… (Ctrl+P)",
    "file_types": "Web page or text",
    "saved": "Saved: {name}",
    "not_saved": "It could not be saved there. Choose another folder or name.",
    "no_such_form": "Not saved: the name has to end in .html or .txt.",
    "not_opened": "Saved: {name}. Open it yourself to print it.",
}

_SPANISH: Final = {
    "title": "Recepción",
    "language": "&Idioma",
    "next_patient": "Pró&ximo paciente (Ctrl+N)",
    "keys": "Alt y la letra subrayada llevan a un campo o a una página. Arriba y Abajo cambian un número o una fecha. "
    "Entrar responde, Escape borra esta página y Ctrl+N borra todas para el próximo paciente. "
    "Re Pág y Av Pág recorren la respuesta. Ctrl con + o - cambia el tamaño.",
    "price": "&Precio",
    "cancel": "&Cancelación",
    "prepare": "&Hoja para el paciente",
    "completed": "Infusiones ya &recibidas en esta clínica",
    "planned": "Infusiones por c&otizar",
    "pain": "En tratamiento por do&lor crónico",
    "not_said": "aún sin preguntar",
    "no": "no",
    "yes": "sí",
    "telephone_consultation": "Consulta por &teléfono",
    "information_consultation": "Consulta in&formativa con el director médico",
    "pre_infusion_consultation": "Consulta &antes de las infusiones",
    "visit_day": "&Fecha de la visita",
    "visit_time": "Ho&ra de la visita",
    "visit_which": "¿Cuál de las &dos?",
    "number": "&Número de la infusión",
    "notice": "El &aviso se da",
    "now": "ahora",
    "earlier": "antes, a esta hora",
    "notice_day": "Fecha del a&viso",
    "notice_time": "H&ora del aviso",
    "notice_which": "¿C&uál de las dos?",
    "first": "la primera, {time}",
    "second": "la segunda, {time}",
    "ask_price": "&Mostrar el precio",
    "ask_cancel": "Co&mprobar",
    "ask_prepare": "&Mostrar la hoja",
    "clear": "&Borrar",
    "count_hint": "En cifras; 0 si no hay ninguna.",
    "number_hint": "Contando todas aquí; 1 es la primera visita.",
    "day_hint": "2026-12-03 (año-mes-día)",
    "time_hint": "14:30 o 2:30 p. m., en la clínica ({zone})",
    "missing_count": "¿Cuántas? Escriba 0 si no hay ninguna.",
    "not_a_count": "Escriba un número entero en cifras, hasta 999.",
    "counts_from_one": "La primera visita es la número 1.",
    "missing_number": "¿Qué infusión es? La primera es la 1.",
    "nothing_to_price": "No hay nada que cotizar: escriba 1 o más, o marque una consulta.",
    "missing_day": "¿Qué fecha? Por ejemplo, 2026-12-03 (año-mes-día).",
    "not_a_day": "Escriba año-mes-día, como 2026-12-03; 3/12 podría ser marzo o diciembre.",
    "no_such_day": "Esa fecha no existe.",
    "year_not_taken": "Solo se aceptan fechas de {first} a {last}. Revise el año.",
    "day_passed": "Esta fecha ya pasó: en la clínica es el {today}.",
    "missing_time": "¿A qué hora? Por ejemplo, 14:30 o 2:30 p. m.",
    "not_a_time": "Escriba la hora como 14:30 o 2:30 p. m.",
    "which_half_of_the_day": "¿De la mañana o de la tarde? Agregue a. m. o p. m., o escriba dos cifras, como 09:15.",
    "twice": "Ese día los relojes se atrasan y marcan esta hora dos veces. Elija una de las dos.",
    "skipped": "Ese día los relojes se adelantan y se saltan esta hora. Escriba otra.",
    "still_to_come": "Eso aún no ha llegado. El aviso se da ahora o se dio antes.",
    "chronic_pain_unpublished": "Aquí no se publica ningún precio para el dolor crónico.\n\n"
    "Es distinto de los demás y no se adivina. Antes de dar uno, pregunte a quien fija los precios. "
    "Los pacientes llaman al {telephone}. ({clause})",
    "unpublished": "No se publica ningún precio para tantas infusiones.\n\n"
    "Antes de dar uno, pregunte a quien fija los precios. Los pacientes llaman al {telephone}. ({clause})",
    "file_language": "El archivo &está en",
    "en_US": "inglés",
    "es_US": "español",
    "ko": "coreano",
    "fa": "persa",
    "save": "&Guardar… (Ctrl+S)",
    "print": "Guardar y &abrir para imprimir… (Ctrl+P)",
    "file_types": "Página web o texto",
    "saved": "Guardado: {name}",
    "not_saved": "No se pudo guardar ahí. Elija otra carpeta u otro nombre.",
    "no_such_form": "No se guardó: el nombre tiene que terminar en .html o .txt.",
    "not_opened": "Guardado: {name}. Ábralo usted para imprimirlo.",
}

LABELS: Final = {"en_US": _ENGLISH, "es_US": _SPANISH}
"""Every label in each language of the app. Tk lays out no right-to-left script on Linux, so Persian has none."""


def parted(label: str) -> tuple[str, int]:
    """The label without its mark, and the index of the letter behind it; -1 if it has none."""
    return label.replace("&", "", 1), label.find("&")


def mnemonic(label: str) -> str:
    """The letter that reaches it with Alt, or nothing."""
    text, underline = parted(label)
    return text[underline].lower() if underline >= 0 else ""
