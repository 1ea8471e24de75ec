from doorstep.plumbing.problem import Finding, InvalidInputError, NotFoundError


def test_a_problem_has_a_code_a_sentence_and_what_to_do() -> None:
    problem = NotFoundError("There is no shipment 7.").as_problem()
    assert problem["code"] == "not_found"
    assert problem["status"] == 404
    assert problem["detail"] == "There is no shipment 7."
    assert problem["action"]


def test_all_findings_are_in_the_problem_without_empty_members() -> None:
    findings = [
        Finding("It is empty.", "Write a name.", line=3, column="name"),
        Finding("It is negative.", "Write a weight above zero.", line=4, column="weight_kg"),
    ]
    problem = InvalidInputError("Two rows are bad.", findings=findings).as_problem()
    assert problem["findings"] == [
        {"reason": "It is empty.", "fix": "Write a name.", "line": 3, "column": "name"},
        {
            "reason": "It is negative.",
            "fix": "Write a weight above zero.",
            "line": 4,
            "column": "weight_kg",
        },
    ]
