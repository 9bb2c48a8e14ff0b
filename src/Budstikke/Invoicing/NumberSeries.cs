using Budstikke.Clients;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>A client's numbers: gapless, never reused, never chosen by the caller (bokføringsforskriften §
/// 5-1-1).</summary>
internal sealed class NumberSeries(Database database)
{
    /// <summary>The next number; it is taken only when <see cref="Advance"/> is committed.</summary>
    public async Task<long> Next(Client client) =>
        await database.Read(session =>
            session.QueryOne<long?>(
                "SELECT next FROM number_series WHERE client_id = @ClientId",
                new { client.ClientId }
            )
        ) ?? await Begin(client);

    private Task<long> Begin(Client client) =>
        database.Write(async session =>
        {
            await session.Execute(
                "INSERT INTO number_series (client_id, first, next) "
                    + "VALUES (@ClientId, @FirstNumber, @FirstNumber) ON CONFLICT (client_id) DO NOTHING",
                new { client.ClientId, client.Settings.FirstNumber }
            );
            return await session.QuerySingle<long>(
                "SELECT next FROM number_series WHERE client_id = @ClientId",
                new { client.ClientId }
            );
        });

    /// <summary>
    /// Compare and set: where another has taken a number since it was read, or the client's settings are others by now,
    /// nothing is committed and all is made anew. Null where no number was taken.
    /// </summary>
    /// <param name="client">As it was read for what is issued.</param>
    public static Statement? Advance(Client client, long read, long next) =>
        next == read
            ? null
            : new(
                """
                UPDATE number_series SET next = @next WHERE client_id = @ClientId AND next = @read
                AND EXISTS (SELECT 1 FROM clients c WHERE c.client_id = @ClientId AND c.version = @Version)
                """,
                new
                {
                    client.ClientId,
                    client.Version,
                    read,
                    next,
                },
                1
            );
}
