namespace Budstikke.Clients;

/// <summary>A token as it is listed.</summary>
internal sealed record TokenRow(
    string Name,
    string Scopes,
    long CreatedAt,
    long? ExpiresAt,
    long? RevokedAt,
    long? ReplacedAt,
    long? LastUsedAt
)
{
    public const string Select = """
        SELECT name AS Name, scopes AS Scopes, created_at AS CreatedAt, expires_at AS ExpiresAt,
          revoked_at AS RevokedAt,
          replaced_at AS ReplacedAt, last_used_at AS LastUsedAt
        FROM tokens WHERE client_id = @clientId
        """;

    public string StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? "revoked"
        : ExpiresAt <= now.ToUnixTimeMilliseconds() ? "expired"
        : ReplacedAt is not null ? "replaced"
        : "works";
}
