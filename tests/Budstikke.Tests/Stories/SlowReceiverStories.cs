using System.Collections.Concurrent;
using Budstikke.Callbacks;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Mail;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Stories;

/// <summary>One client's server that does not answer, or takes its time, holds nobody else up.</summary>
public sealed class SlowReceiverStories
{
    private const int OfSlow = 150;
    private const int OfHealthy = 60;
    private const string SlowDomain = "slow.example";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(10);

    [Theory, OnSqlite, OnPostgres]
    public Task Healthy_receivers_hear_all_beside_one_that_never_answers(Store store) =>
        HearAll(store, (_, end) => new TaskCompletionSource().Task.WaitAsync(end));

    [Theory, OnSqlite, OnPostgres]
    public Task Healthy_receivers_hear_all_beside_one_that_drips_its_answer(Store store) =>
        HearAll(
            store,
            async (context, end) =>
            {
                using var next = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
                while (await next.WaitForNextTickAsync(end))
                {
                    await context.Response.WriteAsync(".", end);
                    await context.Response.Body.FlushAsync(end);
                }
            }
        );

    [Theory, OnSqlite, OnPostgres]
    public Task Healthy_receivers_hear_all_beside_one_that_takes_ten_seconds(Store store) =>
        HearAll(store, (_, end) => RealTime.Pass(s_long, end));

    [Theory, OnSqlite, OnPostgres]
    public Task Mail_goes_to_everybody_beside_a_domain_that_never_answers(Store store) =>
        MailAll(store, (_, end) => new TaskCompletionSource().Task.WaitAsync(end));

    [Theory, OnSqlite, OnPostgres]
    public Task Mail_goes_to_everybody_beside_a_domain_that_takes_ten_seconds(Store store) =>
        MailAll(store, (_, end) => RealTime.Pass(s_long, end));

    [Theory, OnSqlite, OnPostgres]
    public Task Mail_goes_to_everybody_beside_a_domain_that_drips_its_answer(Store store) =>
        MailAll(
            store,
            async (session, end) =>
            {
                using var next = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
                while (await next.WaitForNextTickAsync(end))
                    await session.Say("250-and so on\r\n");
            }
        );

    /// <summary>None of the slow domain's mails is taken before all of the healthy ones' are.</summary>
    private static async Task MailAll(Store store, Func<FakeSession, CancellationToken, Task> slowly)
    {
        using var end = new CancellationTokenSource();
        var (slow, taken) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        var took = new TaskCompletionSource();
        await using var mails = FakeSmtpServer.PoliteInItsTime(
            async (session, command) =>
            {
                if (command.StartsWith("RCPT", StringComparison.Ordinal) && command.Contains(SlowDomain))
                {
                    slow.Add(command);
                    await slowly(session, end.Token);
                }
                else if (command.StartsWith("RCPT", StringComparison.Ordinal))
                {
                    taken.Add(command);
                    if (taken.Count == OfHealthy)
                        took.TrySetResult();
                }
                return null;
            }
        );
        await using var app = await BudstikkeApp.Start(
            store,
            settings: new Dictionary<string, string?>
            {
                ["Email:Smtp"] = $"smtp://127.0.0.1:{mails.Address().Port}?tls=none",
                ["Email:From"] = "invoice@seller.example",
            }
        );
        for (var i = 0; i < Math.Max(OfSlow, OfHealthy); i++)
        {
            if (i < OfSlow)
                await app.Submit(To($"kunde{i}@{SlowDomain}"));
            if (i < OfHealthy)
                await app.Submit(To($"kunde{i}@domain{i % 7}.example"));
        }

        var worker = app.Services.GetRequiredService<Worker>();
        app.Clock.Go();
        await worker.StartAsync(CancellationToken.None);
        await took.Task.WaitAsync(s_limit);

        slow.ShouldNotBeEmpty();
        slow.Distinct().Count().ShouldBe(slow.Count);
        taken.Distinct().Count().ShouldBe(OfHealthy);
        await end.CancelAsync();
        await worker.StopAsync(CancellationToken.None);
    }

    private static Order To(string email) =>
        Samples.ToPerson with
        {
            Customer = Samples.ToPerson.Customer with { Email = email },
            CallbackUrl = "",
        };

    /// <summary>None of the slow one's calls ends before all of the healthy one's have come.</summary>
    private static async Task HearAll(Store store, Func<HttpContext, CancellationToken, Task> slowly)
    {
        await using var slow = await Receiver.Start();
        await using var healthy = await Receiver.Start();
        using var end = new CancellationTokenSource();
        var open = 0;
        slow.Answer = async context =>
        {
            Interlocked.Increment(ref open);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, context.RequestAborted);
            await slowly(context, either.Token);
        };
        var heard = new TaskCompletionSource();
        healthy.Answer = _ =>
        {
            if (healthy.Calls >= OfHealthy)
                heard.TrySetResult();
            return Task.CompletedTask;
        };
        await using var app = await BudstikkeApp.Start(
            store,
            register: (services, _) =>
                services.AddSingleton(
                    new CallbackSettings
                    {
                        AllowPrivateAddresses = true,
                        Ports = [new(1, 65_535)],
                        WholeTimeout = s_limit * 2,
                    }
                )
        );
        for (var i = 0; i < Math.Max(OfSlow, OfHealthy); i++)
        {
            if (i < OfSlow)
                await app.Submit(Samples.ToPerson with { CallbackUrl = slow.Url() });
            if (i < OfHealthy)
                await app.Submit(Samples.ToPerson with { CallbackUrl = healthy.Url() });
        }

        var worker = app.Services.GetRequiredService<Worker>();
        app.Clock.Go();
        await worker.StartAsync(CancellationToken.None);
        await heard.Task.WaitAsync(s_limit);

        open.ShouldBeGreaterThan(0);
        slow.Calls.ShouldBe(open);
        await end.CancelAsync();
        await worker.StopAsync(CancellationToken.None);
    }
}
