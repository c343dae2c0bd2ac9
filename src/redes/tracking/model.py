"""What a run says of its model: the file that DVC keeps, its signature, and an example of what it reads."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from redes.provenance import Provenance
from redes.tracking.store import Store, import_mlflow

#: Where models lie, and what their readers need.
MODELS = ("models/", "data/vectors/")
REQUIREMENTS = {".keras": ["keras", "tensorflow"], ".bin": ["gensim"], ".npz": ["scikit-learn"]}


def log_model(store: Store, run_id: str, facts: Provenance, inputs: Any, outputs: Any) -> str:
    """Log what points to the model, which stays in DVC, with its signature and an example of what it reads.

    Args:
        store: locked by the caller.
        run_id: the run.
        facts: with the digests of the outputs; the model is the one that lies where models do.
        inputs: a few examples, as the model takes them: an array ``(n, ...)``.
        outputs: what it makes of them, ``(n, ...)``.

    Returns:
        The logged model's id; empty where the stage writes no model.
    """
    path = next((path for path in facts.outputs if path.startswith(MODELS)), None)
    if path is None:
        return ""
    pointer = {"path": path, "md5": facts.outputs[path]}
    name = facts.stage.removeprefix("train_").replace("@", "_")
    return log_pointer(store, run_id, name, pointer, _signature(inputs, outputs), inputs, facts.flat_parameters())


def log_pointer(
    store: Store,
    run_id: str,
    name: str,
    pointer: Mapping[str, Any],
    signature: Any,
    example: Any,
    parameters: Mapping[str, Any],
) -> str:
    """Log a model that ``redes.serving`` loads.

    Args:
        store: locked by the caller.
        run_id: the run that made it.
        name: of the logged model.
        pointer: what ``redes.serving`` goes by; ``path`` and ``md5`` of the model's file at least.
        signature: MLflow's.
        example: a few inputs.
        parameters: of the training.

    Returns:
        The logged model's id.
    """
    mlflow = import_mlflow()
    experiment = store.client.get_run(run_id).info.experiment_id
    path, md5 = pointer["path"], pointer["md5"]
    note = f"`{path}`, MD5 {md5}, kept by DVC.\n\nReads {signature.inputs}, gives {signature.outputs}."
    tags = {"path": path, "md5": md5, "mlflow.note.content": note}
    texts = {key: str(value) for key, value in parameters.items()}
    logged = store.client.create_logged_model(experiment, name=name, source_run_id=run_id, tags=tags, params=texts)
    with tempfile.TemporaryDirectory() as folder:
        _write_folder(Path(folder), logged, pointer, signature, example)
        store.client.log_model_artifacts(logged.model_id, str(Path(folder, "model")))
    store.client.finalize_logged_model(logged.model_id, "READY")
    store.client.log_outputs(run_id, [mlflow.entities.LoggedModelOutput(logged.model_id, step=0)])
    return str(logged.model_id)


def _signature(inputs: Any, outputs: Any) -> Any:
    """Infer the signature; integers ``(n, length, ...)`` are sequences of words, and those have any length."""
    mlflow = import_mlflow()
    signature = mlflow.models.infer_signature(inputs, outputs)
    if inputs.dtype.kind == "i":
        tensor = mlflow.types.TensorSpec(inputs.dtype, (-1, -1, *inputs.shape[2:]))
        signature.inputs = mlflow.types.Schema([tensor])
    return signature


def _write_folder(folder: Path, logged: Any, pointer: Mapping[str, Any], signature: Any, inputs: Any) -> None:
    """Write what MLflow calls a model into ``folder / "model"``: here a file that names the real one."""
    mlflow = import_mlflow()
    target = folder / "model.json"
    target.write_text(json.dumps(pointer))
    mlflow.pyfunc.save_model(
        folder / "model",
        loader_module="redes.serving",
        data_path=str(target),
        mlflow_model=mlflow.models.Model(
            artifact_path=logged.artifact_location,
            run_id=logged.source_run_id,
            model_uuid=logged.model_id,
            model_id=logged.model_id,
        ),
        signature=signature,
        input_example=inputs,
        # Named, so that MLflow does not load the model to find out.
        pip_requirements=REQUIREMENTS[Path(pointer["path"]).suffix],
    )
