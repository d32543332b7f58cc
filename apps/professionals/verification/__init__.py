"""Who speaks for a house with face uncovered: asked for, proved in one of three ways, decided by a person."""
