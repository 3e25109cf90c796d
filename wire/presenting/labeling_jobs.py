"""A labeling job in AWS's layout, with the defaults that the service fills in (spec 1.5).

Everything echoed is a valid request again: scripts clone jobs by copying members from Describe into Create.
"""

from __future__ import annotations

from jobs.counters import label_counters
from jobs.layout import Layout
from jobs.models import LabelingJob, TrainedModel
from wire.call import Members

_WHEN_SENT = ("LabelCategoryConfigS3Uri", "StoppingConditions", "LabelingJobAlgorithmsConfig")


def description(job: LabelingJob) -> Members:
    """DescribeLabelingJob. FailureReason and LabelingJobOutput are left out while there is nothing to say."""
    sent = job.request
    return {
        **_both(job),
        "JobReferenceCode": job.reference_code,
        "LabelAttributeName": sent["LabelAttributeName"],
        "InputConfig": {"DataAttributes": {"ContentClassifiers": []}, **sent["InputConfig"]},
        "OutputConfig": {"KmsKeyId": "", **sent["OutputConfig"]},
        "RoleArn": sent["RoleArn"],
        "HumanTaskConfig": _human_task(job),
        "Tags": sent.get("Tags", []),
        **{name: sent[name] for name in _WHEN_SENT if name in sent},
    }


def summary(job: LabelingJob) -> Members:
    """An item of ListLabelingJobs: of InputConfig only the source, and the functions under their own names."""
    human = job.request["HumanTaskConfig"]
    functions = {
        "PreHumanTaskLambdaArn": human.get("PreHumanTaskLambdaArn"),
        "AnnotationConsolidationLambdaArn": human.get("AnnotationConsolidationConfig", {}).get(
            "AnnotationConsolidationLambdaArn"
        ),
    }
    return {
        **_both(job),
        "WorkteamArn": human["WorkteamArn"],
        **{name: arn for name, arn in functions.items() if arn},
        "InputConfig": {"DataSource": job.request["InputConfig"]["DataSource"]},
    }


def _both(job: LabelingJob) -> Members:
    members: Members = {
        "LabelingJobName": job.name,
        "LabelingJobArn": job.arn,
        "LabelingJobStatus": job.stage,
        "LabelCounters": label_counters(job),
        "CreationTime": job.created_at,
        "LastModifiedTime": job.changed_at,
    }
    if job.failure_reason:
        members["FailureReason"] = job.failure_reason
    if job.exported_at:
        members["LabelingJobOutput"] = {"OutputDatasetS3Uri": Layout(job).output_manifest, **_model(job)}
    return members


def _model(job: LabelingJob) -> Members:
    """The model of a job whose machine has learned something (spec 4.5)."""
    kept = TrainedModel.objects.select_related("tenant").filter(job=job).first() if job.auto_labels else None
    return {"FinalActiveLearningModelArn": kept.arn} if kept else {}


def _human_task(job: LabelingJob) -> Members:
    filled = {"MaxConcurrentTaskCount": job.most_open, "TaskAvailabilityLifetimeInSeconds": job.lifetime}
    return {**filled, **job.request["HumanTaskConfig"]}
