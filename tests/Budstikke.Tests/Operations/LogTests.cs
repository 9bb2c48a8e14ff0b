using System.Net;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Telemetry;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Budstikke.Tests.Operations;

/// <summary>The log names the order as a field, and never a person's number.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task Trouble_on_the_way_is_logged_with_the_orders_uuid()
    {
        await using var app = await BudstikkeApp.Start();
        var log = HeardLog.Of(app);
        app.EInvoice.Answer = new Refused("no agreement");
        app.Email.Answer = new Refused("550 kari@customer.example unknown");

        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();

        log.Lines.ShouldContain(line =>
            line.Level == LogLevel.Warning
            && line.OrderId == order
            && line.Text.Contains("DispatchRefused")
            && line.Text.Contains("Email, 550")
        );
        log.Lines.ShouldAllBe(line =>
            !line.Text.Contains(Samples.PersonalNumber) && !line.Text.Contains("kari@customer.example")
        );
    }

    [Fact]
    public async Task A_handler_that_fails_is_logged_with_the_orders_uuid_and_a_trace()
    {
        await using var app = await BudstikkeApp.Start();
        var log = HeardLog.Of(app);
        app.Email.While = _ => throw new InvalidOperationException("a defect");

        var order = await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var line = log.Lines.Where(one => one.Level == LogLevel.Error).ShouldHaveSingleItem();
        line.OrderId.ShouldBe(order);
        line.Text.ShouldContain("send-email failed");
        line.Text.ShouldContain("trace");
    }

    [Fact]
    public async Task A_mail_server_that_is_down_is_told_once_and_not_for_each_order()
    {
        const string Why = "The connection failed while connecting: Connection refused";
        // Nothing listens on port 1.
        await using var app = await BudstikkeApp.Start(
            settings: new Dictionary<string, string?> { ["Email:Smtp"] = "smtp://127.0.0.1:1?tls=none" }
        );
        var log = HeardLog.Of(app);

        for (var i = 0; i < 5; i++)
            await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        log.Lines.Where(one => one.Level >= LogLevel.Warning)
            .Select(one => one.Text.TrimEnd())
            .ShouldBe([
                $"The mail relay smtp://127.0.0.1:1?tls=none is away: {Why}",
                "The channel Email is away: No mail relay takes our mail now; the last: "
                    + $"smtp://127.0.0.1:1?tls=none: {Why}",
            ]);
        app.Services.GetRequiredService<MinuteLog>().Tell();
        log.Lines.ShouldContain(one => one.Text.Contains("5 sendings that wait for their channel"));
    }

    [Fact]
    public async Task What_was_done_is_a_line_a_minute_and_none_where_nothing_was()
    {
        await using var app = await BudstikkeApp.Start();
        var log = HeardLog.Of(app);
        var minute = app.Services.GetRequiredService<MinuteLog>();
        await app.Submit(Samples.ToPerson);
        await app.Submit(Samples.ToCompany);
        await app.RunJobs();

        minute.Tell();
        minute.Tell();

        log.Lines.Where(line => line.Level == LogLevel.Information)
            .ShouldHaveSingleItem()
            .Text.Trim()
            .ShouldBe("Done: 2 invoices issued, 2 orders accepted, 1 sent by Ehf, 1 sent by Email");
    }

    /// <summary>The node asks every two seconds, each request asks, and all of it is one line.</summary>
    [NeedsPostgres]
    public async Task A_database_that_is_away_is_one_line_without_a_stack_trace_however_many_ask()
    {
        var cluster = await PostgresCluster.Shared;
        var database = new NpgsqlConnectionStringBuilder(await cluster.NewEmptyDatabase()).Database!;
        var role = $"log_of_{database}";
        await cluster.Run($"CREATE ROLE {role} LOGIN");
        await cluster.Run($"ALTER DATABASE {database} OWNER TO {role}");
        await using var node = await Node.Start(
            new Dictionary<string, string?> { [OpenStore.PostgresSetting] = cluster.ConnectionTo(database, role) }
        );
        (await node.Send()).StatusCode.ShouldBe(HttpStatusCode.Created);
        var log = HeardLog.Of(node.Services);

        await cluster.Run($"ALTER ROLE {role} CONNECTION LIMIT 0");
        await cluster.CutConnections(cluster.ConnectionTo(database));
        for (var i = 0; i < 20; i++)
            (await node.Send()).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var told = log.Lines.Where(line => line.Level >= LogLevel.Warning).ToList();
        await cluster.Run($"ALTER ROLE {role} CONNECTION LIMIT -1");

        told.ShouldHaveSingleItem().Text.ShouldContain("The database is away: ");
        told[0].Text.ShouldNotContain("   at ");
    }
}
