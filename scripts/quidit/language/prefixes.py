"""Prefixes: what each language writes before a name that is no part of it, determiners and titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile("([^\\W\\d_]+(?:[’']|\\.(?=\\s))?(?:-[^\\W\\d_]+)*)\\s*")


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What may stand before a name, in small letters; an elided word ends with its typographic apostrophe.

    ``roles`` are titles only where they are written in small letters; ``titles`` are so however they are written.
    """

    determiners: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()

    def _may_begin(self, word: str) -> bool:
        """Whether a whole word may be a determiner, title or role."""
        small = word.lower()
        return small in self.determiners or small in self.titles or word in self.roles

    def may_lead(self, name: str) -> bool:
        """Whether the name may begin with anything that is none of it."""
        first = name.partition(" ")[0]
        return not first.isalpha() or (first != name and self._may_begin(first))

    def leading(self, name: str) -> Leading:
        """What the name begins with that may be none of it; a name with a capital, where there are any, is left."""
        if not self.may_lead(name):
            return _NOTHING
        at, determiner, title = 0, 0, 0
        while (found := _WORD.match(name, at)) and found.end() < len(name):
            word = found[1].lower().replace("'", "’")
            if word in self.determiners and not at:
                determiner = found.end()
            elif word.rstrip(".") in self.titles or found[1] in self.roles:
                title = found.end()
            else:
                break
            at = found.end()
        return Leading(determiner, 0 if name[title].islower() else title) if at else _NOTHING


@dataclass(frozen=True, slots=True)
class Leading:
    """How many characters of a name its determiner takes, and how many all that ends with a title; 0 for neither."""

    determiner: int
    title: int


_NOTHING = Leading(0, 0)


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


FRENCH = Prefixes(
    determiners=_words("le la les l’ un une des du au aux ce cet cette ces son sa ses leur leurs notre nos votre vos"),
    titles=_words("m mm mme mmes mlle mlles mgr mgrs me mes dr drs pr prs sir monsieur madame monseigneur"),
    roles=_words(
        "président présidente vice-président vice-présidente premier première ministre vice-ministre chancelier",
        "chancelière roi reine prince princesse pape empereur général colonel commandant capitaine lieutenant maire",
        "adjoint adjointe député députée sénateur sénatrice préfet préfète secrétaire ambassadeur ambassadrice",
        "gouverneur gouverneure directeur directrice porte-parole chef cheffe leader dirigeant dirigeante juge",
        "procureur procureure avocat avocate docteur professeur professeure",
    ),
)
ENGLISH = Prefixes(
    determiners=_words("the a an this that these those his her its their our my your"),
    titles=_words(
        "mr mrs ms mx messrs dr sir rev hon sen gov rep president vice-president chancellor senator",
        "congressman congresswoman",
    ),
    roles=_words(
        "prime minister king queen prince princess pope emperor general colonel commander captain lieutenant mayor",
        "governor ambassador secretary director spokesman spokeswoman spokesperson leader judge prosecutor lawyer",
        "doctor professor",
    ),
)
NEUTRAL = Prefixes()
_BY_LANGUAGE = {"fr": FRENCH, "en": ENGLISH}


def prefixes_of(language: str) -> Prefixes:
    """The prefixes of a language by its tag (``fr-CA`` is French); none where they are not known."""
    return _BY_LANGUAGE.get(language.partition("-")[0].lower(), NEUTRAL)
