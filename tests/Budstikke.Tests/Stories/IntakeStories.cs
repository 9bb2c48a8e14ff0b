using System.Net;
using System.Text;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>What happens to an order at the door.</summary>
public sealed class IntakeStories
{
    private const int SqliteFull = 13;
    private const int Orders = 200;
    private const int MoreKeysThanAtOnce = 1001;

    /// <summary>A server's clock goes on while it is asked.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(1);
    private const string SendInvoice = "/api/v1/connect/orders/invoice/create";

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_key_and_body_gives_the_first_answer_again(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var first = (OrderStored)await Accept(app, "k", "body");

        var second = (OrderStored)await Accept(app, "k", "body");

        first.IsReplay.ShouldBeFalse();
        second.ShouldBe(first with { IsReplay = true });
        (await OrderCount(app)).ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_key_with_another_body_is_refused_and_stores_nothing(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        await Accept(app, "k", "body");

        (await Accept(app, "k", "another body")).ShouldBeOfType<KeyReused>();

        (await OrderCount(app)).ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_client_may_use_the_same_key(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var other = await app.CallerOf((await app.AddClient(BudstikkeApp.SampleClient)).ClientId);
        await app.Submit(Samples.ToPerson, key: Key("k", "body"));

        await app.Submit(Samples.ToPerson, caller: other, key: Key("k", "another body"));

        (await OrderCount(app)).ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Twins_at_the_same_moment_store_one_order(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Accept(app, "k", "body")));

        var stored = answers.Select(answer => answer.ShouldBeOfType<OrderStored>()).ToList();
        stored.Select(answer => answer.OrderId).Distinct().ShouldHaveSingleItem();
        stored.Count(answer => !answer.IsReplay).ShouldBe(1);
        (await OrderCount(app)).ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_twins_with_different_bodies_one_is_stored_and_the_others_are_refused(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Accept(app, "k", $"body {i}")));

        answers.OfType<OrderStored>().ShouldHaveSingleItem().IsReplay.ShouldBeFalse();
        answers.OfType<KeyReused>().Count().ShouldBe(19);
        (await OrderCount(app)).ShouldBe(1);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_key_is_free_again_after_a_day(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        var first = (OrderStored)await Accept(app, "k", "body");

        app.Clock.Set(BudstikkeApp.Monday.AddHours(24) - s_margin);
        ((OrderStored)await Accept(app, "k", "body")).OrderId.ShouldBe(first.OrderId);
        app.Clock.Set(BudstikkeApp.Monday.AddHours(24) + s_margin);
        var later = (OrderStored)await Accept(app, "k", "another body");

        later.IsReplay.ShouldBeFalse();
        later.OrderId.ShouldNotBe(first.OrderId);
        (await OrderCount(app)).ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_twins_that_come_when_their_key_is_free_again_one_is_stored_and_the_others_get_its_answer(
        Store store
    )
    {
        await using var app = await BudstikkeApp.Start(store);
        await Accept(app, "k", "body");
        app.Clock.Set(BudstikkeApp.Monday.AddHours(25));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Accept(app, "k", "body")));

        var stored = answers.Select(answer => answer.ShouldBeOfType<OrderStored>()).ToList();
        stored.Select(answer => answer.OrderId).Distinct().ShouldHaveSingleItem();
        stored.Count(answer => !answer.IsReplay).ShouldBe(1);
        (await OrderCount(app)).ShouldBe(2);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Keys_are_removed_after_a_day_and_not_before(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        for (var i = 0; i < MoreKeysThanAtOnce; i++)
            await app.Execute(
                "INSERT INTO idempotency (client_id, key_hash, body_hash, status, answer, created_at) "
                    + "VALUES ('old', @i, '', 201, '', @at)",
                new { i = $"{i}", at = (BudstikkeApp.Monday - (2 * s_margin)).ToUnixTimeMilliseconds() }
            );
        await Accept(app, "k", "body");
        app.Clock.Set(BudstikkeApp.Monday.AddHours(24) - s_margin);

        (await app.Services.GetRequiredService<ForgetKeys>().Run(default)).ShouldBe(MoreKeysThanAtOnce);

        (await Count(app, "idempotency")).ShouldBe(1);
        ((OrderStored)await Accept(app, "k", "body")).IsReplay.ShouldBeTrue();
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_customer_of_the_same_client_keeps_one_id_also_after_a_restart(Store store)
    {
        var folder = StoreFolder.New();
        var ids = new List<string>();
        for (var life = 0; life < 2; life++)
        {
            await using var app = await BudstikkeApp.Start(store, folder);
            foreach (var _ in Enumerable.Range(0, 2))
                ids.Add(
                    ((OrderStored)(await app.Accept(new(app.Caller, Samples.ToCompany, null, [], null)))!).CustomerId
                );
        }
        await StoreFolder.Delete(folder);
        ids.Count.ShouldBe(4);
        ids.Distinct().ShouldHaveSingleItem().ShouldStartWith("CSRT");
    }

    [Fact]
    public async Task On_a_full_disk_an_order_is_stored_whole_or_refused_and_all_goes_on_when_there_is_room()
    {
        await using var app = await BudstikkeApp.Start();
        await app.Submit(Samples.ToPerson);
        await LimitPages(app, "(SELECT page_count FROM pragma_page_count) + 12");

        var tries = await Task.WhenAll(Enumerable.Range(0, Orders).Select(_ => TrySubmit(app)));

        var refused = tries.Where(one => one.Error is not null).ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(one => one.Error!.SqliteErrorCode == SqliteFull);
        refused.ShouldAllBe(one => app.Database.Dialect.IsUnavailable(one.Error!));
        var stored = Orders - refused.Count + 1;
        (await OrderCount(app)).ShouldBe(stored);
        (await app.JobCount()).ShouldBe(stored);
        (await Count(app, "facts")).ShouldBe(stored);

        await LimitPages(app, "1073741823");
        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        app.Email.Sent.Count.ShouldBe(stored + 1);
        (await Count(app, "invoices")).ShouldBe(stored + 1);
    }

    [Fact]
    public async Task While_another_process_keeps_the_file_locked_orders_are_refused_and_afterwards_all_goes_on()
    {
        await using var app = await BudstikkeApp.Start();
        using var http = await app.Http();
        await app.Submit(Samples.ToPerson);
        await app.Database.Write(session =>
        {
            // The same patience, shorter.
            ((SqliteConnection)session.Connection).DefaultTimeout = 1;
            return session.Query<long>("PRAGMA busy_timeout = 100");
        });
        await using (var other = new Database(new SqliteDialect(Path.Combine(app.Folder, "budstikke.db"))))
            await other.Write(async _ =>
            {
                using var refused = await http.PostAsync(SendInvoice, SampleBody());
                refused.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
                (await refused.Content.ReadAsStringAsync()).ShouldContain("internalErrorOccurredPleaseTryAgainLater");
            });
        (await OrderCount(app)).ShouldBe(1);

        using var taken = await http.PostAsync(SendInvoice, SampleBody());

        taken.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await OrderCount(app)).ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disk_that_is_full_while_invoices_are_issued_loses_none_and_doubles_none(bool isFirst)
    {
        await using var app = await BudstikkeApp.Start();
        // The parts that all documents share are stored already, or the handler meets the full disk instead of the
        // worker.
        await app.Submit(Samples.ToPerson);
        if (!isFirst)
            await app.RunJobs();
        foreach (var _ in Enumerable.Range(0, 4))
            await app.Submit(Samples.ToPerson);
        await LimitPages(app, "(SELECT page_count FROM pragma_page_count) + 5");

        var error = await Record.ExceptionAsync(app.RunJobs);
        if (!isFirst)
            error.ShouldBeOfType<SqliteException>().SqliteErrorCode.ShouldBe(SqliteFull);
        (await Count(app, "invoices")).ShouldBe(isFirst ? 0 : 1);

        await LimitPages(app, "1073741823");
        await app.Wait(TimeSpan.FromMinutes(5));
        (await Count(app, "invoices")).ShouldBe(5);
        (
            await app.Database.Read(session => session.Query<long>("SELECT number FROM invoices ORDER BY number"))
        ).ShouldBe([10001, 10002, 10003, 10004, 10005]);
        app.Email.Sent.Count.ShouldBe(5);
    }

    private static async Task<(string? OrderId, SqliteException? Error)> TrySubmit(BudstikkeApp app)
    {
        try
        {
            return (await app.Submit(Samples.ToPerson), null);
        }
        catch (SqliteException error)
        {
            return (null, error);
        }
    }

    /// <summary>On the writer's connection, whose limit it is.</summary>
    private static Task LimitPages(BudstikkeApp app, string pages) =>
        app.Database.Write(async session =>
        {
            var limit = await session.QuerySingle<long>($"SELECT {pages}");
            await session.Query<long>($"PRAGMA max_page_count = {limit}");
        });

    private static StringContent SampleBody() => new(PublishedOrder.Json, Encoding.UTF8, "application/json");

    private static IdempotencyKey Key(string key, string body) => new(key, Encoding.UTF8.GetBytes(body));

    private static async Task<Acceptance> Accept(BudstikkeApp app, string key, string body) =>
        (await app.Accept(new(app.Caller, Samples.ToPerson, null, [], Key(key, body))))!;

    private static Task<long> OrderCount(BudstikkeApp app) => Count(app, "orders");

    private static Task<long> Count(BudstikkeApp app, string table) =>
        app.Database.Read(session => session.QuerySingle<long>($"SELECT count(*) FROM {table}"));
}
