"""The words by which a sentence joins two amounts and says what they come to."""

from __future__ import annotations

from auditor import patterns as re

LINKS = re.compile(
    r"(?:a|all|an|and|answers?|are|at|batch|completed|completes|concurrency|concurrent|cost|costs|done|draw|draws"
    r"|duration|each|every|finished|finishes|flight|for|generated|generates|generating|handled|has|have|holds?|in|is|its|latency"
    r"|layer|layers|mean|needs?|of|on|over|price|processed|processes|produces?|prompts?|rate|reads?|requests|responses?|run|running|runs|sampled"
    r"|sequences|served|so|step|steps|take|takes|taking|the|time|to|tokens|took|trained|training|wall|was"
    r"|were|with|within)"
)
"""What may stand between two amounts that belong together."""
TAKEN_UP = re.compile(
    r"\. (?:(?:At|With|For|Over|In) (?:an? )?|(?:An?|The|Each|One|This|Our) (?:[A-Za-z-]+ ){0,3}(?:of|with|has) ?)[~≈]?"
)
"""How the next sentence goes on with its own amount: "It prefills at 9,000 tokens/s. A prompt of 4,500 tokens"."""
EQUALS = re.compile(r"\)? ?(?:=|≈|→|⇒|,? i\.e\.,?|,? that is,?|, which is|,? or) ?[~≈]?")
"""What says that the same is told again."""
ON_END = re.compile(
    r" (?:without (?:a |any )?(?:break|interruption|pause)s?|non-?stop|continuously|around the clock|straight)\b"
)
"""Words behind a time that add nothing to it."""
MAKES = re.compile(r"\)?[,:;]?(?P<words>(?: [a-z-]+){1,8}) ?[~≈]?")
APART = re.compile(r"\)?(?::| ?\() ?[~≈]?")
COMMA = re.compile(r"\)?[,;] ?[~≈]?")
MADE = re.compile(
    r"(?:a|about|all|an|answers?|are|bandwidth|batch|cluster|come|comes|concurrency|consumes|corresponds|cost|costs|covers"
    r"|delivers|deployment|draw|draws|engine|for|generation|get|gives?|giving|gpus|lasts?|handles|has|have|hence|holds|implies"
    r"|implying|in|is|it|layers|makes?|making|means?|needs?|of|output|overall|prefill|processes|prompt|rate|request|requests|requires?|response|run"
    r"|run-time|runs|runtime|sees|server|serves|so|step|steps|sustains|system|takes?|that|the|therefore|throughput|thus"
    r"|time|to|together|token|total|training|uses?|was|we|which|whole|yields?|yielding)"
)
"""What may stand between two amounts and what they come to."""
IDLE = re.compile(r"a|about|all|an|for|generation|in|it|of|overall|that|the|to|together|total|training|we|whole|which")
"""Words that alone make nothing: "58 layers of 256 experts in all" goes on in its own way."""
NEEDS = re.compile(r"\b(?:needs?|requires?)\b")
