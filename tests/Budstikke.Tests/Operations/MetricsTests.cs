using System.Diagnostics.Metrics;
using Budstikke.Jobs;
using Budstikke.Telemetry;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Budstikke.Tests.Operations;

/// <summary>A story as the meters tell it.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task An_order_is_counted_at_every_step_of_its_way()
    {
        await using var app = await BudstikkeApp.Start();
        using var heard = Listen(app);
        app.Email.Answer = new Deferred("busy");

        await app.Submit(Samples.ToPerson);
        await app.RunJobs();
        app.Email.Answer = new Accepted("250");
        await app.Wait(TimeSpan.FromHours(1));

        var client = $"client={app.Caller.Client.ClientId}";
        heard[$"budstikke.orders.accepted {client}"].ShouldBe(1);
        heard[$"budstikke.invoices.issued {client}"].ShouldBe(1);
        heard[$"budstikke.dispatches.failed channel=email {client} outcome=deferred"].ShouldBe(1);
        heard[$"budstikke.dispatches.sent channel=email {client} simulated=True"].ShouldBe(1);
        heard["budstikke.door.batch"].ShouldBe(1);
        heard["budstikke.settle.jobs kind=issue"].ShouldBe(1);
        heard["budstikke.settle.duration kind=issue"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_order_that_nobody_can_bring_is_counted_as_such()
    {
        await using var app = await BudstikkeApp.Start();
        using var heard = Listen(app);
        foreach (var channel in new[] { app.Ehf, app.EInvoice, app.Email, app.Post })
            channel.Answer = new Refused("no");

        await app.Submit(Samples.ToPerson);
        await app.RunJobs();

        var client = $"client={app.Caller.Client.ClientId}";
        heard[$"budstikke.dispatches.failed channel=post {client} outcome=refused"].ShouldBe(1);
        heard[$"budstikke.distributions.exhausted {client}"].ShouldBe(1);
    }

    [Fact]
    public async Task A_replayed_order_is_counted_once()
    {
        await using var app = await BudstikkeApp.Start();
        using var heard = Listen(app);
        var key = new Budstikke.Orders.IdempotencyKey("k", new byte[] { 1 });

        var first = await app.Submit(Samples.ToPerson, key: key);
        (await app.Submit(Samples.ToPerson, key: key)).ShouldBe(first);

        heard[$"budstikke.orders.accepted client={app.Caller.Client.ClientId}"].ShouldBe(1);
    }

    [Fact]
    public async Task The_depth_of_the_queue_and_the_age_of_its_oldest_are_seen_by_kind()
    {
        await using var app = await BudstikkeApp.Start();
        using var heard = Listen(app);
        using var depth = DepthOf(app);
        await app.Submit(Samples.ToPerson);
        await app.Submit(Samples.ToCompany);
        app.Clock.Set(BudstikkeApp.Monday.AddSeconds(90));

        await depth.Read(default);
        heard.Observe();

        heard["budstikke.jobs.due kind=issue"].ShouldBe(2);
        heard["budstikke.jobs.oldest_due.age kind=issue"].ShouldBe(90);
        heard["budstikke.jobs.due kind=send-email"].ShouldBe(0);
        heard["budstikke.door.waiting"].ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_waits_for_its_time_is_not_due()
    {
        await using var app = await BudstikkeApp.Start();
        using var heard = Listen(app);
        using var depth = DepthOf(app);
        await app.Enqueue(new NewJob("CLT1", "send-email", "x") { Delay = TimeSpan.FromHours(1) });

        await depth.Read(default);
        heard.Observe();

        heard["budstikke.jobs.due kind=send-email"].ShouldBe(0);
        heard["budstikke.jobs.oldest_due.age kind=send-email"].ShouldBe(0);
    }

    [Fact]
    public void A_client_beyond_the_first_hundred_is_counted_with_the_others()
    {
        var tag = new ClientTag();
        for (var i = 0; i < ClientTag.MaxClients; i++)
            tag.Of($"CLT{i}").ShouldBe($"CLT{i}");

        tag.Of("CLT100").ShouldBe("other");
        tag.Of("CLT0").ShouldBe("CLT0");
    }

    private static Listening Listen(BudstikkeApp app) => new(app.Services.GetRequiredService<Meter>());

    private static QueueDepth DepthOf(BudstikkeApp app) =>
        new(
            app.Database,
            app.Services.GetServices<IJobHandler>(),
            app.Services.GetRequiredService<NodeClock>(),
            app.Services.GetRequiredService<Meter>(),
            NullLogger<QueueDepth>.Instance
        );
}
