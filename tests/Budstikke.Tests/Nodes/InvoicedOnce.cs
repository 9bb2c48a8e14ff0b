using System.Diagnostics;
using Budstikke.Storage;

namespace Budstikke.Tests.Nodes;

/// <summary>What an installation must have to show for the orders that it answered, whatever was done to its
/// nodes.</summary>
internal static class InvoicedOnce
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(75);

    /// <summary>When all work is done: an invoice for each order, no gap, one key for each customer, and <c>verify</c>
    /// finds nothing.</summary>
    public static async Task ShouldHold(Dictionary<string, string?> settings, IReadOnlyCollection<string?> answers)
    {
        await using var database = Open(settings);
        await Until(database, "SELECT count(*) FROM jobs", left => left == 0);

        (await Texts(database, "SELECT order_id FROM orders WHERE state = 'INVOICED'")).ShouldBe(
            answers.Select(answer => answer!),
            ignoreOrder: true
        );
        (await Texts(database, "SELECT order_id FROM orders WHERE state <> 'INVOICED'")).ShouldBeEmpty();
        (await Texts(database, "SELECT order_id FROM invoice_orders")).ShouldBe(
            answers.Select(answer => answer!),
            ignoreOrder: true
        );
        (await database.Read(session => session.Query<long>("SELECT number FROM invoices ORDER BY number"))).ShouldBe(
            Enumerable.Range(10001, answers.Count).Select(number => (long)number)
        );
        var sent = await Texts(database, "SELECT outbox_key FROM sandbox_outbox WHERE channel <> 'ServiceMail'");
        sent.Count.ShouldBe(answers.Count);
        (await Texts(database, "SELECT dispatch_key FROM dispatches WHERE state = 'Accepted'")).ShouldBe(
            sent,
            ignoreOrder: true
        );
        (await NodeProcess.RunToEnd(settings, "verify")).ShouldBe((0, ""));
    }

    public static Database Open(Dictionary<string, string?> settings) =>
        new(
            settings[OpenStore.PostgresSetting] is { Length: > 0 } postgres
                ? new PostgresDialect(postgres)
                : new SqliteDialect(settings[OpenStore.SqliteSetting]!)
        );

    /// <summary>Asks the store until it answers as wanted.</summary>
    public static async Task Until(Database database, string count, Func<long, bool> isWanted)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var waited = Stopwatch.StartNew();
        while (await database.Read(session => session.QuerySingle<long>(count)) is var found && !isWanted(found))
        {
            waited.Elapsed.ShouldBeLessThan(s_longestWait, $"{count}: {found}");
            await pace.WaitForNextTickAsync();
        }
    }

    private static Task<IReadOnlyList<string>> Texts(Database database, string sql) =>
        database.Read(session => session.Query<string>(sql));
}
