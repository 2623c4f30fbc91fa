"""What people say about forecasts."""

from bot.intents.intent import STAFF, Intent

INTENTS = (
    Intent(
        name="forecast_entry",
        sentences=(
            "(forecast|forcast|prognose|sales forecast|sales plan|demand plan|projection) [for|"
            "of|entry] [{customer}|{item}|{lines}]",
            "(expect|anticipate|project|predict|plan|plan on|planning on) [{customer}|to|will|"
            "sell|need|take|demand] {lines} [in|for|over|during] {date}",
            "(enter|add|put|log|record|update) [a|the|into|in] forecast",
            "{lines} (in|to|into) the forecast",
            "{customer} (expects|will probably need|forecasts|anticipates|plans) {lines}",
        ),
        needs=("lines", "dates"),
        takes=("customer", "dates"),
        asks={"lines": "Of which article, and how many?", "dates": "For which months?"},
        roles=STAFF,
    ),
)
