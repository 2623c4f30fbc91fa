"""After reminders, interest, bank lines and a payment online the books prove themselves."""

from bot.stage import Stage
from domain.receivables.bank_lines import TextMapping
from domain.verifying.everything import findings

BILL = "PS-INV103001"
BANK = """here is the bank statement
file: statement.csv
Date,Name,Purpose,Amount,Currency
2027-03-10,Brandt & Söhne GmbH,PS-INV103001,700.00,EUR
2027-03-10,Bank,account fee,-4.50,EUR
2027-03-10,Brandt & Söhne GmbH,a gift,12.00,EUR"""


def test_the_books_hold_after_all_that_brings_money_in(stage: Stage) -> None:
    with stage.house.database.writing() as session:
        session.add(TextMapping(words="account fee", gl_account="9200"))
    for who, said in (
        ("priya new", "order 4 Nova chairs grey for Brandt, PO 4712"),
        ("priya", "confirm it"),
        ("jürgen new", "ship S-ORD1001"),
        ("jürgen", "yes"),
        ("anke new", "invoice S-ORD1001"),
        ("anke", "yes"),
    ):
        stage.play("slack", who, said)
    for day in ("2026-12-28", "2027-01-20"):  # the second level has a fee
        stage.play("today", "", day)
        stage.play("slack", "anke new", "remind everybody who is overdue")
        stage.play("click", "anke", "Send the reminders")
    stage.play("today", "", "2027-03-10")
    stage.play("slack", "anke new", "charge Brandt interest")
    stage.play("click", "anke", "Charge the interest")
    stage.play("slack", "anke new", BANK)
    stage.play("click", "anke", "Accept all and post")

    said = stage.answer("anke")
    with stage.house.database.reading() as session:
        wrong = findings(session)

    assert "The bank statement is posted: 3 lines." in said
    assert wrong == []
