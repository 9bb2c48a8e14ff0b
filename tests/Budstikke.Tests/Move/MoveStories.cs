using System.Text;
using System.Text.Json;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;

namespace Budstikke.Tests.Move;

/// <summary>A store in the middle of its life goes on where it was.</summary>
public sealed class MoveStories
{
    private static readonly IdempotencyKey s_key = new("order-7", Encoding.UTF8.GetBytes("{}"));
    private static readonly Dictionary<string, string?> s_open = new()
    {
        ["Callbacks:AllowPrivateAddresses"] = "true",
        ["Callbacks:Ports"] = "*",
    };

    /// <summary>Orders at different points of their way, and what could be seen of them.</summary>
    private sealed record Life(
        string Told,
        string Sending,
        string Exhausted,
        string Accepted,
        IReadOnlyList<string> Seen,
        long Jobs
    );

    [Theory, OnSqlite, OnPostgres]
    public async Task A_store_in_the_middle_of_its_life_goes_on_where_it_was(Store store)
    {
        await using var receiver = await Receiver.Start();
        receiver.AnswerWith(503);
        var folder = StoreFolder.New();
        var life = await Live(folder, receiver);
        await using var moves = await Moves.Prepare(store, folder);

        (await moves.Run()).Exit.ShouldBe(0);

        receiver.AnswerWith(200);
        await using var app = await BudstikkeApp.Start(store, moves.TargetFolder, settings: s_open);
        (await See(app, life.Told, life.Sending, life.Exhausted)).ShouldBe(life.Seen);
        (await app.JobCount()).ShouldBe(life.Jobs);
        (await Audits.Found(app)).ShouldBeEmpty();
        await ShouldGoOn(app, life, receiver);
    }

    private static async Task ShouldGoOn(BudstikkeApp app, Life life, Receiver receiver)
    {
        var again = await app.Accept(new(app.Caller, Samples.ToPerson, new(Samples.PersonalNumber), [], s_key));
        again
            .ShouldBeOfType<OrderStored>()
            .ShouldSatisfyAllConditions(
                stored => stored.OrderId.ShouldBe(life.Accepted),
                stored => stored.IsReplay.ShouldBeTrue()
            );
        await app.RunJobs();
        var next = await app.Submit(Samples.ToPerson);
        await app.Wait(TimeSpan.FromHours(1));

        (await app.InvoiceOf(life.Accepted)).Number.ShouldBe(10004);
        (await app.InvoiceOf(next)).Number.ShouldBe(10005);
        app.Ehf.Sent.ShouldHaveSingleItem().InvoiceId.ShouldBe((await app.InvoiceOf(life.Sending)).InvoiceId);
        (await app.Timeline(life.Told)).ShouldContain("CallbackReceived");
        receiver.Urls[^1].ShouldContain(life.Told);
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [NeedsPostgres]
    public async Task The_way_back_from_PostgreSQL_is_the_same()
    {
        await using var there = await Moves.Prepare(Store.Postgres);
        (await there.Run()).Exit.ShouldBe(0);
        var from = await there.To();
        var back = $"sqlite:{Path.Combine(there.TargetFolder, "budstikke.db")}";

        var exit = await Budstikke.Commands.MoveCommand.Run(
            (from, back),
            new TestClock(BudstikkeApp.Monday),
            json: true,
            new StringWriter()
        );

        exit.ShouldBe(0);
        (await there.TargetRefusal()).ShouldNotBeNull().ShouldContain(back);
        await using var app = await BudstikkeApp.Start(Store.Sqlite, there.TargetFolder);
        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        (await app.InvoiceOf(order)).Number.ShouldBe(10002);
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [NeedsPostgres]
    public async Task Identities_go_on_after_the_highest_that_was_moved()
    {
        await using var moves = await Moves.Prepare(Store.Postgres);
        await using (var app = await BudstikkeApp.Start(folder: moves.Folder))
        {
            await app.Submit(Samples.ToPerson);
            await app.Execute("UPDATE jobs SET job_id = @id", new { id = 5000 });
        }
        await moves.Run();

        await using var moved = await BudstikkeApp.Start(Store.Postgres, moves.TargetFolder);
        await moved.Submit(Samples.ToPerson);

        (
            await moved.Database.Read(session => session.Query<long>("SELECT job_id FROM jobs ORDER BY job_id"))
        ).ShouldBe([5000, 5001]);
    }

    [Fact]
    public async Task What_was_moved_is_shown_table_by_table_and_as_JSON()
    {
        await using var moves = await Moves.Prepare();

        var (_, output) = await moves.Run(json: true);

        var report = JsonDocument.Parse(output).RootElement;
        report.GetProperty("isMoved").GetBoolean().ShouldBeTrue();
        var tables = report.GetProperty("tables").EnumerateArray().ToList();
        tables
            .Select(table => table.GetProperty("table").GetString())
            .ShouldBe(StoreTables.Known.Select(table => table.Table.Name));
        var invoices = tables.Single(table => table.GetProperty("table").GetString() == "invoices");
        invoices.GetProperty("rows").GetInt64().ShouldBe(1);
        invoices.GetProperty("checksum").GetString()!.Length.ShouldBe(64);
    }

    /// <summary>A client was not told, a channel was down, all failed, and one order has only been accepted when the
    /// node died.</summary>
    private static async Task<Life> Live(string folder, Receiver receiver)
    {
        await using var app = await BudstikkeApp.Start(folder: folder, settings: s_open);
        var told = await app.Submit(Samples.ToPerson with { CallbackUrl = receiver.Url() });
        await app.RunJobs();
        (app.Email.Answer, app.Post.Answer) = (new Refused("no such mailbox"), new Refused("no such address"));
        var exhausted = await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        app.Ehf.Answer = new Deferred("503");
        var sending = await app.Submit(Samples.ToCompany);
        await app.RunJobs();
        var accepted = await app.Submit(Samples.ToPerson, Samples.PersonalNumber, key: s_key);
        var longer = app.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds();
        await app.Execute("UPDATE jobs SET claim_token = 'of a dead node', claimed_until = @longer", new { longer });
        var seen = await See(app, told, sending, exhausted);
        return new(told, sending, exhausted, accepted, seen, await app.JobCount());
    }

    private static async Task<IReadOnlyList<string>> See(BudstikkeApp app, params string[] orders)
    {
        var seen = new List<string>();
        foreach (var order in orders)
        {
            seen.Add(JsonSerializer.Serialize(await app.Facts(order)));
            foreach (var format in new[] { "pdf", "ubl" })
                seen.Add(Convert.ToBase64String(await app.Document(order, format)));
        }
        return seen;
    }
}
