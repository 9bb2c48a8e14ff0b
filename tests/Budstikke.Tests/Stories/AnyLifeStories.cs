using Budstikke.Tests.Support;
using Budstikke.Tests.Verify;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace Budstikke.Tests.Stories;

/// <summary>What holds whatever happens, and in whatever order; a longer run is <c>lives</c> of the bench. The seed is
/// printed.</summary>
public sealed class AnyLifeStories(ITestOutputHelper console)
{
    /// <summary>On PostgreSQL each of some thousand small transactions waits for the disk.</summary>
    private static readonly Dictionary<Store, int> s_lives = new() { [Store.Sqlite] = 8, [Store.Postgres] = 3 };

    // Any odd number: the step of the random generator.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    [Theory, OnSqlite, OnPostgres]
    public void Left_alone_each_order_is_invoiced_and_settled_with_a_channel_or_cancelled_or_in_an_open_case(
        Store store
    )
    {
        var seed = (ulong)Random.Shared.NextInt64();
        console.WriteLine($"{s_lives[store]} random lives, seed {seed}");
        Check(store, s_lives[store], seed);
    }

    /// <summary>Throws where one does not hold, with the shortest life that was found for it.</summary>
    /// <param name="lived">Told of each.</param>
    internal static void Check(Store store, int lives, ulong seed, Action? lived = null)
    {
        var replay = new Replay(new Rnd(seed, Gamma), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(lives).WithReplay(FSharpOption<Replay>.Some(replay));
        FsCheck.Check.One(
            config,
            Prop.ForAll(
                Arb.From(Step.Life(), Step.Shorter),
                async steps =>
                {
                    await Live(store, steps);
                    lived?.Invoke();
                }
            )
        );
    }

    private static async Task Live(Store store, Step[] steps)
    {
        await using var app = await BudstikkeApp.Start(store);
        var life = new AnyLife(app);
        foreach (var step in steps)
            // Without its first order a shorter life may have none to do anything to.
            if (step.Kind == StepKind.Create || life.Orders.Count > 0)
                await life.Do(step);

        await life.LeaveAlone();

        (await life.Unsettled()).ShouldBeEmpty();
        // What a defect of ours kept goes through once it is mended, and leaves nothing behind.
        life.Mend();
        await app.Wait(TimeSpan.FromDays(5));
        (await life.Unsettled()).ShouldBeEmpty();
        (await app.JobCount()).ShouldBe(0);
        (await Audits.Found(app)).ShouldBeEmpty();
    }
}
