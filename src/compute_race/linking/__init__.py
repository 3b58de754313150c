"""Our judgements on Wikidata: made, reviewed, kept, compared with newer readings, given back."""
