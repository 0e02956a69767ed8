"""Likeness: which records of one kind are probably the same, with reasons, and how two become one and two again.

An import asks with the rows that it has not recognised exactly:

    from crm_desktop.alike.asking import likely
    found = likely(company, entity, {"name": [...], "mobile": [...], "street": [...]}, pulse=pulse)
    for place, candidates in found.records.items():
        for candidate in candidates:                      # the most probable first, five at most
            candidate.row, candidate.score                # the record's id; 0.85 to 1
            [reason.text for reason in candidate.reasons if not reason.against]   # “same phone”, “name sounds alike”
    for twin in found.twins:                              # places of two rows of the list, the earlier first
        twin.one, twin.other, twin.score, twin.reasons

Probes are columns of raw values (as stored) by the name of a field or slot, all of one length: None for a blank, a
tuple where a slot has several values. Columns that tell nothing are passed over, so whatever is there may be given.
Only what is clearly probable is told, and nothing is merged by itself. `pulse` is called often; what it raises ends the
work. 100,000 rows against 100,000 records take some seconds; numpy and rapidfuzz are loaded only then.

`pairs` asks the same of the records among themselves, more thoroughly.
"""
