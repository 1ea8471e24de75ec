"""What an operator may set, from the environment; read by ``bootstrap`` only."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one process; each is an environment variable ``DOORSTEP_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="DOORSTEP_", frozen=True)

    data_dir: Path = Field(Path("var"), description="Where the database and files are kept.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in data_dir.")
    host: str = Field("127.0.0.1", description="Address to listen on; loopback by default.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    public_url: str = Field(
        "",
        pattern=r"^(|https?://[^\s/]+)$",
        description="Where people reach it, behind a proxy: https://doorstep.example.",
    )
    region_index_url: str = Field(
        "https://download.geofabrik.de/index-v1-nogeom.json",
        description="Where `doorstep region add` looks names up.",
    )

    key_file: Path | None = Field(
        None, description="The server's key; by default server-key.json in data_dir."
    )
    oidc_issuer: str = Field(
        "",
        pattern=r"^(|https://[^\s]+|http://(localhost|127\.0\.0\.1)[^\s]*)$",
        description="The OpenID provider people may sign in with: https://login.example; empty:"
        " none. Only who is invited gets in.",
    )
    oidc_client_id: str = Field("", description="What the provider knows Doorstep as.")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="The provider's secret for Doorstep; empty for a public client."
    )
    oidc_name: str = Field("", description="What the sign-in button calls the provider.")

    key_requests_per_s: float = Field(
        100.0, gt=0, description="How often each API key may ask; twice as often for 2 s."
    )

    keep_positions_days: int = Field(
        60, ge=1, le=3650, description="For how long it is known where drivers were."
    )
    keep_proof_days: int = Field(
        180, ge=1, le=3650, description="For how long photos, signatures and names are kept."
    )
    webhook_networks: str = Field(
        "",
        description="Networks of one's own that webhooks may go to, with commas: 10.1.0.0/16.",
    )

    stripe_key: SecretStr = Field(
        SecretStr(""),
        description="Stripe's secret key, sk_...: drivers may take cards; empty: cash only.",
    )
    stripe_webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="Of the endpoint at Stripe that sends to /api/v1/payments/news: whsec_...",
    )
    stripe_url: str = Field(
        "https://api.stripe.com",
        pattern=r"^(https://[^\s/]+|http://(localhost|127\.0\.0\.1)(:\d+)?)$",
        description="Where Stripe's API answers.",
    )

    geocoder_url: str = Field(
        "",
        description="Asked for addresses the region does not surely know: nominatim+https://HOST,"
        " photon+http://HOST or pelias+http://HOST; empty: nobody is asked.",
    )

    road_server_url: str = Field(
        "",
        description="Measures travel for plans in place of the region's own search:"
        " osrm+http://HOST:5000 or valhalla+http://HOST:8002; empty: nobody is asked.",
    )

    @property
    def effective_database_url(self) -> str:
        """Return the database's URL: the one set, or SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'doorstep.db'}"
