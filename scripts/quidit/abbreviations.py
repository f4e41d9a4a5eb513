"""Abbreviations: the words of each language that a full stop may follow inside a sentence, and those that begin one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What a language writes with a full stop, without the stop; but for initials and months, all in lower case.

    ``titles`` never end a sentence, ``shortened`` ones do before a starter, ``dated`` ones (months, and words before
    a number) unless a digit follows. ``starters`` begin sentences and hardly ever a name.
    """

    titles: frozenset[str] = frozenset()
    shortened: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


FRENCH = Abbreviations(
    titles=_words(
        "m mm mr mrs mme mmes mlle mlles mgr mgrs me mes dr drs pr prs pre prof st ste sts stes vve ms rev",
        "adj adjt cap capt cdt cdte cl cne col cpt gal gén gle lt lcl maj sgt s.m s.a.r s.e s.s",
        "cf p.ex ex env art réf boul sr",
    ),
    shortened=_words(
        "etc cie inc ltd corp co bros jr s.a s.a.s s.a.r.l a.m p.m j.-c",
        "av bd bld blvd pl sq fg fbg rte ch imp apr hab h min sec s km m kg cm mm ha l t g",
        "min max moy tél fax dép arr cant prov univ dir ass assoc éd ed édit coll trad rééd suppl ill",
        "chap vol fasc n° mio mia mds mrd mrds md mns",
    ),
    numbered=_words(
        "janv févr fév avr juil juill sept oct nov déc p pp al vol chap fig n no nos nº n° t tél éd art fol ch",
        "sect par § v ps env num ann tab livr",
    ),
    starters=_words(
        "le la les l un une des il elle ils elles on ce cet cette ces c cela ça ceci celui celle ceux celles",
        "je j nous vous tu mais et ou or donc car ni en dans sur sous pour par avec sans selon après avant",
        "depuis pendant lors quand lorsque lorsqu si s comme son sa ses leur leurs mon ma mes notre nos votre vos",
        "au aux à qui que qu quel quelle quels quelles quoi où comment pourquoi combien hier aujourd demain puis",
        "ensuite enfin ainsi alors cependant toutefois pourtant malgré chaque tout toute tous toutes certains",
        "certaines plusieurs quelques aucun aucune personne rien voici voilà contre entre chez vers dès afin",
        "néanmoins outre durant jusqu parmi bien même aussi encore déjà deux trois quatre cinq dix très trop plus moins",
        "oui non n ne y t tant tandis puisque puisqu quant grâce face faute suite autre autres d l’un ici là",
        "jamais toujours parfois souvent seul seule seuls seules tel telle peu beaucoup jusque est était",
    ),
)
ENGLISH = Abbreviations(
    titles=_words(
        "mr mrs ms messrs mx dr drs prof rev fr sr hon pres gov sen rep reps sens gen col lt maj capt cmdr cpl sgt",
        "pvt adm supt insp det st mt ft vs v viz cf e.g i.e eg ie esp approx",
    ),
    shortened=_words(
        "etc inc ltd co corp bros llc plc jr sr esq ph.d m.d b.a m.a a.m p.m al",
        "ave blvd rd dept dist est assn univ min max hr hrs sec mi km kg cm lb lbs oz in yd sq u.s u.k u.n e.u d.c",
    ),
    numbered=_words("jan feb mar apr jun jul aug sep sept oct nov dec no nos p pp vol ch fig art sec ca"),
    starters=_words(
        "the a an he she it they we i you this that these those there here his her its their our my your",
        "but and or so yet nor if when while as since after before because although though however meanwhile",
        "in on at by for from with without to of under over during until despite according what who how why where",
        "not no yes all some many most few each every both another other one two three even still also then",
        "now today yesterday tomorrow earlier later last next such once instead",
        "asked speaking nobody nothing everyone someone let",
    ),
)
NEUTRAL = Abbreviations()
BY_LANGUAGE = {"fr": FRENCH, "en": ENGLISH}
