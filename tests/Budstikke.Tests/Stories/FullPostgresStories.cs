using System.Net;
using System.Text;
using Budstikke.Health;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Npgsql;

namespace Budstikke.Tests.Stories;

/// <summary>The disk of PostgreSQL's tables is full. (Where its log has no room it stops itself, which the crash
/// stories cover.)</summary>
public sealed class FullPostgresStories
{
    private const int Megabytes = 24;
    private const int RowBytes = 7_000;
    private static readonly Uri s_sendInvoice = new("/api/v1/connect/orders/invoice/create", UriKind.Relative);

    [NeedsPostgresAndSmallDisk]
    public async Task Orders_are_refused_while_the_disk_is_full_and_what_was_accepted_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(Megabytes);
        var cluster = await PostgresCluster.Start();
        try
        {
            var connection = (await cluster.NewOwnedEmptyDatabase(await cluster.NewTablespace(disk.Folder))).Connection;
            await using var app = await BudstikkeApp.Start(
                settings: new Dictionary<string, string?>
                {
                    [OpenStore.PostgresSetting] = connection,
                    ["Connect:RateLimitPerMinute"] = "0",
                }
            );
            using var http = await app.Http();
            await app.Submit(Samples.ToPerson);
            await app.RunJobs();
            await Fill(app.Database);
            (await Ready(app)).ShouldBe("The database takes no writes.");

            var accepted = await SendUntilRefused(app, http);
            await Record.ExceptionAsync(app.RunJobs);
            await app.Database.Write(session => session.Execute("DROP TABLE filler"));
            (await Ready(app)).ShouldBeNull();
            await app.Wait(TimeSpan.FromMinutes(10));
            using var taken = await http.PostAsync(s_sendInvoice, Body());
            await app.RunJobs();

            taken.StatusCode.ShouldBe(HttpStatusCode.Created);
            var expected = accepted + 2;
            (await Rows<string>(app, "SELECT order_id FROM orders")).Count.ShouldBe(expected);
            (await Rows<long>(app, "SELECT number FROM invoices ORDER BY number")).ShouldBe(
                Enumerable.Range(10001, expected).Select(number => (long)number)
            );
            app.Email.Sent.Count.ShouldBe(expected);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            cluster.Stop();
        }
    }

    /// <summary>Why a node that is asked now is not ready.</summary>
    private static async Task<string?> Ready(BudstikkeApp app) =>
        (await new ReadyProbe(app.Database, app.Clock).Of(whyNot: null, default)).Reason;

    /// <summary>A table takes what room there is, in smaller and smaller steps.</summary>
    private static async Task Fill(Database database)
    {
        await database.Write(session => session.Execute("CREATE TABLE filler (content text NOT NULL)"));
        await database.Write(session => session.Execute("ALTER TABLE filler ALTER COLUMN content SET STORAGE PLAIN"));
        for (var rows = 256; rows > 0; )
        {
            var error = await Record.ExceptionAsync(() =>
                database.Write(session =>
                    session.Execute(
                        "INSERT INTO filler SELECT repeat('x', @length) FROM generate_series(1, @rows)",
                        new { length = RowBytes, rows }
                    )
                )
            );
            if (error is null)
                continue;
            error.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.DiskFull);
            rows /= 2;
        }
    }

    /// <summary>How many were still taken into pages that had room.</summary>
    private static async Task<int> SendUntilRefused(BudstikkeApp app, HttpClient http)
    {
        const int MaxOrders = 500;
        for (var accepted = 0; accepted < MaxOrders; accepted++)
        {
            using var answer = await http.PostAsync(s_sendInvoice, Body());
            if (answer.StatusCode == HttpStatusCode.Created)
                continue;
            answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            var said = await answer.Content.ReadAsStringAsync();
            said.ShouldContain("internalErrorOccurredPleaseTryAgainLater");
            said.ShouldNotContain("space");
            (await Rows<string>(app, "SELECT order_id FROM orders")).Count.ShouldBe(accepted + 1);
            return accepted;
        }
        throw new InvalidOperationException("The disk was not full.");
    }

    private static StringContent Body()
    {
        var order = System.Text.Json.Nodes.JsonNode.Parse(PublishedOrder.Json)!;
        order.AsObject().Remove("callback");
        return new(order.ToJsonString(), Encoding.UTF8, "application/json");
    }

    private static Task<IReadOnlyList<T>> Rows<T>(BudstikkeApp app, string sql) =>
        app.Database.Read(session => session.Query<T>(sql));
}
