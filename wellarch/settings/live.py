"""What is asked of an app by those who may not know it; wellarch/live/source.py says of live
updates what each function does."""

LIVE_SOURCE = {
    "revisions": "reviews.reads.live_signal.revisions",
    "people": "reviews.reads.live_signal.people",
    "admitted": "reviews.reads.live_signal.admitted",
    "keep": "reviews.services.visits.keep",
}
# Which workloads use a lens, asked by the catalogue of lenses, which knows no workloads.
LENS_USES = "reviews.reads.lens_uses.by_version"
