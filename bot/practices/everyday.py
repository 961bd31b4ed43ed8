"""What anybody says of anything, in either language, by its stem there: it tells nothing of what is
asked, however few notes are written in that language.
"""

from typing import Final

from bot.text.terms import stem, words

EVERYDAY: Final = frozenset(
    stem(word, kind)
    for kind, said in (
        (
            "en",
            "a an as at be by do go he i if in is it me my no of on or so to up us we"
            " about after again all also and any are ask because been before between but call can"
            " cannot customer did does done each every for from get gets give go goes going"
            " got had has have help her here him his how inside into its just know let like look"
            " make many may more most much must need new not now off one only other our out over"
            " own put said same say see she should some still such take tell than that the their"
            " them then there they this through time too try two under until use very want was way"
            " well were what when where which while who why will with without work would year you"
            " your",
        ),
        (
            "es",
            "a al de el en es he la le lo me mi ni no o os se si su te tu un va y yo"
            " ahora algo alguien antes bien cada cliente como con cosa cuando dar decir del desde"
            " dice donde dos entre era esa ese eso esta este fue hace hacer hasta hay las les"
            " llamar los mas mucho muy nada necesita nos nuevo otro para pero poder por porque"
            " pregunta puede que quien quiere saber ser sin sobre solo sus tan tener tiene todo"
            " una uno unos vez ver ya",
        ),
    )
    for word in words(said)
)
