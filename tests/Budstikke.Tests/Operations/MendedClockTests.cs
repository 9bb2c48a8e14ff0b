using System.CommandLine;
using Budstikke.Commands;
using Budstikke.Jobs;
using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Operations;

/// <summary>What a person does about moments that a wrong clock has left.</summary>
public sealed class MendedClockTests
{
    private static readonly DateTimeOffset s_2028 = new(2028, 3, 8, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnPostgres]
    public async Task Jobs_that_a_wrong_clock_put_off_are_due_now_and_no_others(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.Email.Answer = new Deferred("450 busy");
        var (lost, waits) = (await app.Submit(Samples.ToPerson), await app.Submit(Samples.ToPerson));
        await app.RunJobs();
        await app.Execute(
            "UPDATE jobs SET due_at = @far WHERE subject LIKE lower(@invoice) || '-%'",
            new { far = s_2028.ToUnixTimeMilliseconds(), invoice = (await app.InvoiceOf(lost)).InvoiceId }
        );
        app.Email.Answer = new Accepted("250 ok");

        var mended = await app.Services.GetRequiredService<MendClock>().Run("person:test");
        await app.Wait(TimeSpan.FromMinutes(1));

        mended.Jobs.ShouldBe(1);
        (await app.Timeline(lost)).ShouldContain("DispatchAccepted");
        (await app.Timeline(waits)).ShouldNotContain("DispatchAccepted");
        (await Audits.Found(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lone_node_with_a_fact_of_2028_on_its_disk_stands_by_until_a_person_says_its_clock_is_right()
    {
        var folder = StoreFolder.New();
        await using (var wrong = await BudstikkeApp.Start(folder: folder, now: s_2028))
            await wrong.Submit(Samples.ToPerson with { OrderedAt = s_2028 });
        await using (var app = await BudstikkeApp.Start(folder: folder))
        {
            var clock = app.Services.GetRequiredService<NodeClock>();
            clock
                .WhyWrong()
                .ShouldBe(
                    "This node's clock is behind the newest fact of the store, which is of 2028-03-08T12:00:00Z. "
                        + "Set it right; if it is right, say so: clock mend."
                );
            await Should.ThrowAsync<WrongClockException>(() => app.Submit(Samples.ToPerson));
            (await app.JobCount()).ShouldBe(1);

            (await Mend(app)).ShouldBe(
                "It is 2026-11-23T09:00:00Z. 1 jobs were due more than 11 days ahead and are due now."
            );

            await app.CompareClocks();
            clock.WhyWrong().ShouldBeNull();
            await app.Submit(Samples.ToPerson);
            await app.RunJobs();
            app.Email.Sent.Count.ShouldBe(2);
            (await app.JobCount()).ShouldBe(0);
        }
        await StoreFolder.Delete(folder);
    }

    private static async Task<string> Mend(BudstikkeApp app)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(await StoreFolder.Settings(app.Store, app.Folder))
            .Build();
        var output = new StringWriter();
        var exit = await ClockCommand
            .Of(new(() => settings, app.Clock))
            .Parse(["mend"])
            .InvokeAsync(new InvocationConfiguration { Output = output });
        exit.ShouldBe(0);
        return output.ToString().TrimEnd();
    }
}
