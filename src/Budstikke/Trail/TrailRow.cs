using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Trail;

/// <summary>An entry as it stands in the store.</summary>
/// <param name="Number">1 and on, without a gap.</param>
/// <param name="Changes">JSON.</param>
/// <param name="Hash">Over all the rest, and over the hash of the row before it.</param>
internal sealed record TrailRow(
    long Number,
    string ClientId,
    long At,
    string ByWhom,
    string? Place,
    string Action,
    string About,
    string Changes,
    string? Reason,
    string Hash
)
{
    public const string Columns =
        "number AS Number, client_id AS ClientId, at AS At, by_whom AS ByWhom, place AS Place, action AS Action, "
        + "about AS About, changes AS Changes, reason AS Reason, hash AS Hash";

    private const string Purpose = "trail";

    public IReadOnlyList<Changed> WhatChanged => JsonOptions.Restore<IReadOnlyList<Changed>>(Changes);

    /// <summary>Keyed: whoever can write to the database alone cannot make another history of the same form.</summary>
    /// <param name="earlier">The hash of the row before it; empty for the first.</param>
    public string HashAfter(string earlier, Secrets secrets) =>
        secrets.Hash(
            Purpose,
            JsonOptions.Store<string?[]>([
                earlier,
                $"{Number}",
                ClientId,
                $"{At}",
                ByWhom,
                Place,
                Action,
                About,
                Changes,
                Reason,
            ])
        );
}
