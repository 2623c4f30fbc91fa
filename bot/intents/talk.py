"""What people say that is no business: questions about the clerk itself, and small talk."""

from bot.intents.intent import Intent

INTENTS = (
    Intent(
        name="help",
        sentences=(
            "what can (you|i) do",
            "what can (you|i) (ask|say|order)",
            "(how|where) (do|can|could|should|would) (i|we|one) (create|register|make|place|"
            "enter|cancel|return|order|get|change|send|post|add|approve|find|use|set up|"
            "correct|do|see|record|ship|combine|merge|request|start|ask|delegate|issue|book)",
            "(how|what) (does|do) (this|it|you|the bot) work",
            "(help|hilfe|aide|ayuda)",
            "(which|what) (command|commands|information|info|details) (do|can|are|should) [you|"
            "i|we]",
            "how to (create|register|make|place|cancel|order|change|send|post|add|approve|"
            "record|return|ship)",
            "(explain|show me|tell me|guide me) (how|through)",
            "what do (you|i) need (from|to|for)",
            "who are you",
            "are you a (bot|robot|human|machine)",
        ),
        reads_only=True,
    ),
    Intent(name="out_of_scope", sentences=(), reads_only=True),
    Intent(
        name="smalltalk",
        sentences=(
            "(hello|hi|hey|good morning|good afternoon|good evening|moin|hallo|bonjour|hola|"
            "ciao|servus|howdy)",
            "(thank you|thanks|many thanks|cheers|merci|danke|gracias|grazie|much appreciated|"
            "appreciate it)",
            "(how are you|hows it going|whats up|how is it going)",
            "(have a (nice|good|great) (day|weekend|evening|one))",
            "(bye|goodbye|see you|see ya|talk soon|good night)",
            "(lol|haha|nice|great|cool|perfect|awesome|ok|okay|got it|understood|noted|sounds "
            "good|will do|no worries|received)",
        ),
        reads_only=True,
    ),
)
