"""The table of operations: the value of X-Amz-Target, or `sns.` and the Action → what serves it. One row more is one
operation more.

tests/wire holds every row against botocore's model.
"""

from __future__ import annotations

from collections.abc import Callable

from wire.call import Call, Members, Operation
from wire.operations import human_task_uis, labeling_jobs, topics, workteams

_SAGEMAKER: dict[str, Callable[[Call], Members]] = {
    "CreateLabelingJob": labeling_jobs.create,
    "DescribeLabelingJob": labeling_jobs.describe,
    "ListLabelingJobs": labeling_jobs.list_page,
    "StopLabelingJob": labeling_jobs.stop,
    "CreateHumanTaskUi": human_task_uis.create,
    "DescribeHumanTaskUi": human_task_uis.describe,
    "ListHumanTaskUis": human_task_uis.list_page,
    "DeleteHumanTaskUi": human_task_uis.delete,
    "RenderUiTemplate": human_task_uis.render,
    "CreateWorkteam": workteams.create,
    "DescribeWorkteam": workteams.describe,
    "ListWorkteams": workteams.list_page,
}

_SNS: dict[str, Callable[[Call], Members]] = {
    "CreateTopic": topics.create,
    "DeleteTopic": topics.delete,
    "ListTopics": topics.list_page,
    "GetTopicAttributes": topics.attributes,
    "ListTagsForResource": topics.tags,
    "Publish": topics.publish,
    "PublishBatch": topics.publish_batch,
}

OPERATIONS: dict[str, Operation] = {
    f"SageMaker.{name}": Operation("sagemaker", name, serve) for name, serve in _SAGEMAKER.items()
} | {f"sns.{name}": Operation("sns", name, serve) for name, serve in _SNS.items()}
