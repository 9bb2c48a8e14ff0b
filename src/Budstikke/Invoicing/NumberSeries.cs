using Budstikke.Clients;
using Budstikke.Storage;

namespace Budstikke.Invoicing;

/// <summary>A client's numbers: gapless, never reused, never chosen by the caller (bokføringsforskriften § 5-1-1).</summary>
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
                "INSERT INTO number_series (client_id, first, next) VALUES (@ClientId, @FirstNumber, @FirstNumber) ON CONFLICT (client_id) DO NOTHING",
                new { client.ClientId, client.Settings.FirstNumber }
            );
            return await session.QuerySingle<long>(
                "SELECT next FROM number_series WHERE client_id = @ClientId",
                new { client.ClientId }
            );
        });

    /// <summary>Compare and set: where another has taken a number since it was read, nothing is committed and all is made anew.</summary>
    public static Statement Advance(Client client, long read, int count) =>
        new(
            "UPDATE number_series SET next = next + @count WHERE client_id = @ClientId AND next = @read",
            new
            {
                client.ClientId,
                read,
                count = (long)count,
            },
            1
        );
}
