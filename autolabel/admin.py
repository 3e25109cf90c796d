"""What a job's page says of its automated labeling."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from autolabel.story import story_of
from jobs.models import LabelingJob, TrainedModel
from jobs.sections import bring
from tenants import storage

_SECONDS = 3600  # that a link to a file is good for


@bring
def machine(job: LabelingJob) -> SafeString:
    """Coverage, certificate, what was saved; empty for a job of people alone."""
    story = story_of(job) if job.auto_labels else None
    if story is None:
        return SafeString("")
    model = TrainedModel.objects.select_related("tenant").filter(job=job).first()
    address = f"{model.folder}/model.safetensors" if model else ""
    download = storage.presigned(address, _SECONDS) if address else ""
    return render_to_string("console/_machine.html", {"story": story, "job": job, "model": model, "download": download})
