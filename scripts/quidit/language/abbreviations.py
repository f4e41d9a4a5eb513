"""Abbreviations: what each language writes with a full stop inside a sentence, and the words that begin one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What tells a language's abbreviations from ends of sentences; all in small letters, without the last stop.

    ``titles`` stand before what they belong to: no end, but for one in small letters before a starter.
    ``shortened`` words end a sentence before a starter only. ``numbered`` ones do so but before a number.
    ``starters`` begin sentences and hardly ever names. After a ``lettered`` word a single letter is no initial;
    after a word ``before_x`` the letter X is a social network.
    """

    titles: frozenset[str] = frozenset()
    shortened: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    lettered: frozenset[str] = frozenset()
    before_x: frozenset[str] = frozenset()


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


FRENCH = Abbreviations(
    titles=_words(
        "m mm mr mrs mme mmes mlle mlles mgr mgrs me mes dr drs pr prs prof st ste sts stes vve ms rev ph chr th",
        "adj adjt cap capt cdt cdte cne col cpt gal gén lt lcl maj sgt préf s.m s.a.r s.e s.s",
        "exc cf p.ex ex vs i.e e.g c.-à-d n.b p.s nb conf",
    ),
    shortened=_words(
        "cie inc ltd corp co bros jr sr s.a s.a.s s.a.r.l a.m p.m j.-c sté ets éts",
        "av bd boul bld blvd pl sq fg fbg rte imp apr hab moy fax arr cant prov univ dir ass assoc dép",
        "éd ed édit coll trad rééd suppl ill ibid ibidem id cit loc op al mio mia mds mrd mrds md mns bibl",
    ),
    numbered=_words(
        "janv févr fév avr juil juill sept oct nov déc p pp al vol chap fasc fig n no nos nº n° t tél éd art fol ch",
        "sect par § v ps env num ann tab livr réf av apr ap min max l. art.l dép arr",
    ),
    starters=_words(
        "le la les l un une des il elle ils elles on ce cet cette ces c cela ça ceci celui celle ceux celles",
        "je j nous vous tu mais et ou or donc car ni en dans sur sous pour par avec sans selon après avant",
        "depuis pendant lors quand lorsque lorsqu si s comme son sa ses leur leurs mon ma mes notre nos votre vos",
        "au aux à qui que qu quel quelle quels quelles quoi où comment pourquoi combien hier aujourd demain puis",
        "ensuite enfin ainsi alors cependant toutefois pourtant malgré chaque tout toute tous toutes certains",
        "certaines plusieurs quelques aucun aucune personne rien voici voilà contre entre chez vers dès afin",
        "néanmoins outre durant jusqu parmi bien même aussi encore déjà deux trois quatre cinq dix très trop plus",
        "moins oui non n ne y t tant tandis puisque puisqu quant grâce face faute suite autre autres d ici là",
        "jamais toujours parfois souvent seul seule seuls seules tel telle peu beaucoup jusque est était",
    ),
    lettered=_words(
        "plan vitamine vitamines groupe hépatite ligue série catégorie classe type annexe lettre point option",
        "hypothèse scénario formule version modèle variante niveau zone terminal hall quai porte bâtiment bloc",
        "génération film figure tableau section équipe",
    ),
    before_x=_words("sur via réseau social ex-twitter de"),
)
ENGLISH = Abbreviations(
    titles=_words(
        "mr mrs ms messrs mx dr drs prof rev fr hon pres gov sen rep reps sens gen col lt maj capt cmdr cpl sgt",
        "pvt adm supt insp det st mt ft vs v viz cf e.g i.e eg ie esp approx",
    ),
    shortened=_words(
        "inc ltd co corp bros llc plc jr sr esq ph.d m.d b.a m.a a.m p.m al",
        "ave blvd rd dept dist assn univ hr hrs mi km kg cm lb lbs yd u.s u.k u.n e.u d.c",
    ),
    numbered=_words("jan feb mar apr jun jul aug sep sept oct nov dec no nos p pp vol ch fig art sec ca min max"),
    starters=_words(
        "the a an he she it they we i you this that these those there here his her its their our my your",
        "but and or so yet nor if when while as since after before because although though however meanwhile",
        "in on at by for from with without to of under over during until despite according what who how why where",
        "not no yes all some many most few each every both another other one two three even still also then",
        "now today yesterday tomorrow earlier later last next such once instead nobody nothing everyone someone let",
    ),
    lettered=_words("plan vitamin vitamins group hepatitis type option version category class section gate block"),
    before_x=_words("on via network to"),
)
NEUTRAL = Abbreviations()
BY_LANGUAGE = {"fr": FRENCH, "en": ENGLISH}
