"""The search: ruin and recreate under annealing, compiled by Numba for what the problem needs.

Read in this order: ``driver`` (whole or in parts), ``slices`` (first plan, temperature, budget),
``anneal`` (the loop), ``ruin``, ``recreate`` with ``place``, ``tails``; then ``chain`` (changing a
route), ``journal`` (taking changes back), and ``layout`` (what the arrays hold). ``model`` makes
the arrays from a problem, ``parts`` divides large ones, ``squeeze`` does with fewer routes.

To add a rule
-------------
1. Give it a flag in ``layout.Model``, and columns in the arrays it needs; a new array costs more
   compile time than a column. Columns of nodes, segments and sums are taken back by the journal.
2. Fill them in ``model``; the flag is None where a problem does not need the rule, and Numba then
   leaves its code out.
3. Write ``rules/NAME.py``: functions that return at once when the flag is None.
4. Call them where a place is tried (``place``), where a route is brought up to date (``chain``),
   where tails are exchanged (``tails``), and in ``rules.cost`` if it costs something. What a place
   costs only guides; what ``rules.cost`` says of the route afterwards decides.
5. Work out anew what the rule carries along in ``tests/property/test_engine_search.py``.

Functions marked ``inline`` must not be called from Python: they have no entrance for it.
"""

from doorstep.engine.search.driver import SearchResult, search

__all__ = ["SearchResult", "search"]
