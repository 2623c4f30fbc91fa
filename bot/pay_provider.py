"""Which payment provider an installation has, by its settings."""

from bot.settings import Settings
from providers.checkout import Checkout
from providers.paypal import PayPal
from providers.provider import Provider


def provider_of(settings: Settings) -> Provider | None:
    """The provider, or None where bills are paid to the bank alone."""
    secret = settings.pay_secret.get_secret_value()
    webhook = settings.pay_webhook.get_secret_value()
    if settings.pay_provider == "paypal":
        return PayPal(
            settings.pay_url,
            client_id=settings.pay_account,
            secret=secret,
            webhook_id=webhook,
        )
    if settings.pay_provider == "checkout":
        return Checkout(settings.pay_url, key=secret, secret=webhook, title=settings.pay_account)
    return None
