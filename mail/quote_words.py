"""The words by which mail programs mark what is not new, in some thirty languages.

Data only: the labels of a copied header block, the verbs of "… wrote:" lines,
the captions of original and forwarded messages, closings and device lines. All
are lower case; `mail.quoting` decides what they mean where they stand.
"""

from collections.abc import Mapping


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split("|"))


# Label of a copied header line -> which header it is.
HEADER_LABELS: Mapping[str, str] = {
    label: kind
    for kind, labels in {
        "from": (
            "from|von|de|da|van|från|fra|lähettäjä|od|nadawca|odesílatel|odosielateľ|feladó|"
            "от|від|από|gönderen|kimden|mittente|expéditeur|remitente|remetente|afzender|"
            "avsändare|expeditor|发件人|寄件者|寄件人|差出人|보낸 사람|보낸사람|"
            "מאת|من|pengirim|dari|"
            "từ|จาก|saatja|nuo|no|šalje|pošiljatelj|ot"
        ),
        "sent": (
            "sent|gesendet|envoyé|enviado|enviado el|enviado em|inviato|"
            "verzonden|skickat|sendt|"
            "lähetetty|wysłano|odesláno|odoslané|elküldve|küldve|"
            "отправлено|надіслано|στάλθηκε|"
            "gönderildi|gönderme tarihi|gönderilme tarihi|发送时间|"
            "發送時間|寄件日期|送信日時|送信日|"
            "보낸 날짜|נשלח|dikirim|đã gửi|trimis|saadetud|išsiųsta|nosūtīts|poslano|изпратено"
        ),
        "date": (
            "date|datum|dato|fecha|data|päiväys|päivämäärä|dátum|дата|ημερομηνία|tarih|日期|日付|"
            "날짜|תאריך|التاريخ|tanggal|ngày|วันที่|kuupäev|datums|envoyé le|päivä"
        ),
        "to": (
            "to|an|à|a|para|aan|till|til|vastaanottaja|do|komu|címzett|"
            "кому|до|προς|kime|alıcı|"
            "destinatario|destinataire|destinatário|収件人|收件人|"
            "收件者|宛先|받는 사람|받는사람|אל|"
            "إلى|kepada|đến|ถึง|către|kam|za|prima|per"
        ),
        "subject": (
            "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|aihe|temat|"
            "předmět|predmet|tárgy|тема|относно|θέμα|konu|主题|主旨|主題|件名|제목|נושא|الموضوع|"
            "subjek|perihal|chủ đề|เรื่อง|subiect|teema|tema|temats"
        ),
        "cc": (
            "cc|kopie|copie|kopia|kopi|kopio|copia|másolat|копия|копія|"
            "κοιν|bilgi|抄送|副本|참조|bcc"
        ),
        "other": "reply-to|antwort an|importance|priority|priorität|attachments|anlagen",
    }.items()
    for label in labels.split("|")
}

# "On Monday Ann wrote:" and its sisters; looked for in the last or first words of the line.
WROTE_VERBS: tuple[str, ...] = _words(
    "wrote|writes|schrieb|geschrieben|a écrit|a ecrit|écrivait|escribió|escribio|ha escrito|"
    "ha scritto|scrisse|escreveu|schreef|heeft geschreven|skrev|kirjoitti|napisał|napisała|"
    "napisal|napsal|napsala|napísal|napísala|je napisao|je napisala|je pisao|napisao|írta|"
    "ezt írta|a scris|написал|написала|пишет|писал|писала|написав|пише|написа|έγραψε|yazdı|"
    "yazmış|כתב|כתבה|كتب|写道|寫道|のメール|さんは書きました|書きました|"
    "님이 작성|작성|đã viết|menulis|"
    "เขียน|rašė|rakstīja|kirjutas|skrifaði|va escriure|idatzi zuen|escribiu|shkroi"
)

# First words of such lines, for those that a mail program has wrapped over several lines.
WROTE_STARTS: tuple[str, ...] = _words(
    "on |am |le |el |il |op |den |dne |dňa |em |no dia |på |w dniu |dnia |at |in data |"
    "ma |pe |la |la data |la |в |у |στις |på |vào |pada |em |dana |ke |20"
)

# What stands between the dashes above an answered message.
ORIGINAL_CAPTIONS: frozenset[str] = frozenset(
    _words(
        "original message|original appointment|originalnachricht|ursprüngliche nachricht|"
        "original-nachricht|message d'origine|message d’origine|message original|mensaje original|"
        "messaggio originale|mensagem original|oorspronkelijk bericht|originalmeddelande|"
        "ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|original meddelelse|"
        "alkuperäinen viesti|oryginalna wiadomość|wiadomość oryginalna|původní zpráva|"
        "pôvodná správa|eredeti üzenet|исходное сообщение|оригінальне повідомлення|αρχικό μήνυμα|"
        "orijinal mesaj|özgün ileti|mesaj original|原始邮件|"
        "原始郵件|原邮件|元のメッセージ|원본 메시지|"
        "הודעה מקורית|reply message|antwort nachricht|original email|izvorna poruka"
    )
)

FORWARD_CAPTIONS: frozenset[str] = frozenset(
    _words(
        "forwarded message|begin forwarded message|forwarded by|weitergeleitete nachricht|"
        "anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|"
        "message transféré|début du message transféré|début du message réexpédié|"
        "courriel transféré|mensaje reenviado|inicio del mensaje reenviado|messaggio inoltrato|"
        "inizio messaggio inoltrato|mensagem encaminhada|início da mensagem reencaminhada|"
        "doorgestuurd bericht|begin doorgestuurd bericht|vidarebefordrat meddelande|"
        "vidarebefordrat brev|videresendt meddelelse|videresendt melding|videresendt besked|"
        "start på videresendt besked|välitetty viesti|edelleenlähetetty viesti|"
        "wiadomość przekazana dalej|przekazana wiadomość|treść przekazanej wiadomości|"
        "přeposlaná zpráva|preposlaná správa|továbbított üzenet|továbbított levél|"
        "пересылаемое сообщение|переадресованное сообщение|перенаправленное сообщение|"
        "переслане повідомлення|προωθημένο μήνυμα|yönlendirilmiş ileti|iletilmiş mesaj|"
        "mesaj redirecționat|mesaj transmis mai departe|转发的邮件|轉寄的郵件|転送メッセージ|"
        "전달된 메시지|הודעה שהועברה|رسالة معاد توجيهها|proslijeđena poruka"
    )
)

# A closing stands alone on its line (a comma or full stop may follow, and a short name).
CLOSINGS: frozenset[str] = frozenset(
    _words(
        "best|best regards|kind regards|regards|warm regards|warmest regards|many regards|"
        "with kind regards|with best regards|with regards|with friendly greetings|"
        "with friendly regards|friendly greetings|best wishes|sincerely|yours sincerely|"
        "sincerely yours|yours faithfully|yours truly|yours|respectfully|cordially|cheers|"
        "br|kr|rgds|greetings|all the best|thanks and regards|thanks & regards|"
        "thank you and best regards|thanks and best regards|many thanks and best regards|"
        "mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|"
        "freundliche grüße|freundliche grüsse|viele grüße|viele grüsse|beste grüße|beste grüsse|"
        "liebe grüße|schöne grüße|herzliche grüße|mit besten grüßen|mfg|vg|lg|gruß|grüße|"
        "hochachtungsvoll|danke und gruß|vielen dank und viele grüße|cordialement|"
        "bien cordialement|bien à vous|salutations|sincères salutations|meilleures salutations|"
        "saludos|un saludo|saludos cordiales|atentamente|cordialmente|cordiali saluti|"
        "distinti saluti|saluti|atenciosamente|cumprimentos|com os melhores cumprimentos|"
        "met vriendelijke groet|met vriendelijke groeten|vriendelijke groeten|groeten|mvg|"
        "med vänliga hälsningar|vänliga hälsningar|hälsningar|med venlig hilsen|venlig hilsen|"
        "mvh|med vennlig hilsen|vennlig hilsen|hilsen|ystävällisin terveisin|terveisin|"
        "z poważaniem|pozdrawiam|s pozdravem|s pozdravom|üdvözlettel|с уважением|з повагою|"
        "με εκτίμηση|saygılarımla|saygılar|iyi çalışmalar|cu stimă|lep pozdrav|s poštovanjem|"
        "此致|敬具|よろしくお願いします|よろしくお願いいたします|감사합니다"
    )
)

# Thanks close a mail only when little more than a name follows.
THANKS: frozenset[str] = frozenset(
    _words(
        "thanks|thank you|many thanks|thanks a lot|thanks so much|"
        "thanks a million|thank you so much|"
        "thank you very much|thanks again|thanks in advance|thank you in advance|thx|tia|"
        "danke|vielen dank|danke im voraus|vielen dank im voraus|besten dank|merci|merci d'avance|"
        "gracias|muchas gracias|grazie|grazie mille|obrigado|"
        "obrigada|bedankt|dank u|alvast bedankt|"
        "tack|tack på förhand|tak|takk|kiitos|dziękuję|děkuji|köszönöm|спасибо|teşekkürler"
    )
)

DEVICE_LINES: tuple[str, ...] = _words(
    "télécharger outlook|descargar outlook|scarica outlook|download outlook|outlook für |"
    "sent from my |sent from mail for |sent from outlook|sent from yahoo|sent from proton|"
    "sent from samsung|sent from a mobile|sent via |"
    "sent with proton|sent using |get outlook for |"
    "von meinem |gesendet von |gesendet mit |gesendet mittels |holen sie sich outlook|"
    "diese nachricht wurde von meinem |envoyé de mon |envoyé depuis |envoyé à partir de |"
    "obtenez outlook|enviado desde mi |enviado desde |obtener outlook|inviato da |"
    "enviado do meu |verzonden vanaf |verstuurd vanaf |skickat från min |skickat från |"
    "sendt fra min |sendt fra |lähetetty |wysłane z |odesláno z |отправлено с |"
    "надіслано з |iphone'umdan gönderildi|发自我的|從我的|iphoneから送信|나의 iphone에서 보냄"
)

FOOTERS: tuple[str, ...] = _words(
    "this e-mail and any|this email and any|this message and any attach|"
    "this e-mail is confidential|this email is confidential|this message is confidential|"
    "this email may contain|this e-mail may contain|this message may contain|"
    "the information contained in this|the information in this e|confidentiality notice|"
    "disclaimer:|please consider the environment|think before you print|"
    "diese e-mail enthält vertrauliche|diese email enthält vertrauliche|"
    "der inhalt dieser e-mail|ce message et toutes|ce courriel et|"
    "este mensaje y|questo messaggio"
)
