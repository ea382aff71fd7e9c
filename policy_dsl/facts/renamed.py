"""Facts that an edition of a policy calls by another name than the next one does.

An edition says what its facts were called before (``formerly``).  Read together, editions know the
names that their facts have in each of the others, so one file of facts serves them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from policy_dsl.facts.vocabulary import FactEntry, Vocabulary


def knowing_each_other(vocabularies: Sequence[Vocabulary]) -> tuple[Vocabulary, ...]:
    """The vocabularies of a policy's editions, each with the names its facts have in the others.

    What an edition says itself goes before what another one says: a name that is one of its own
    facts means that fact.
    """
    families = _families(vocabularies)
    if not families:
        return tuple(vocabularies)
    return tuple(_knowing(vocabulary, families) for vocabulary in vocabularies)


def _families(vocabularies: Sequence[Vocabulary]) -> list[set[str]]:
    """The sets of names that stand for one fact, by whichever edition."""
    families: list[set[str]] = []
    for vocabulary in vocabularies:
        for entry in vocabulary.facts.values():
            if not entry.former_names:
                continue
            family = {entry.name, *entry.former_names}
            apart = [known for known in families if not known & family]
            joined = [known for known in families if known & family]
            families = [*apart, family.union(*joined)]
    return families


def _knowing(vocabulary: Vocabulary, families: Sequence[set[str]]) -> Vocabulary:
    facts = dict(vocabulary.facts)
    for family in families:
        own = [name for name in family if name in facts]
        if len(own) == 1:  # of two facts with a common past each keeps the names it states itself
            (name,) = own
            entry = facts[name]
            names = dict.fromkeys([*entry.former_names, *_learnt(vocabulary, entry, family)])
            facts[name] = evolve(entry, former_names=tuple(names))
    return evolve(vocabulary, facts=facts)


def _learnt(vocabulary: Vocabulary, entry: FactEntry, family: set[str]) -> Iterator[str]:
    """Names that only other editions say, unless this one means something else by them."""
    for word in sorted(family - {entry.name}):
        if vocabulary.by_word.get(word, (entry,)) == (entry,):
            yield word
