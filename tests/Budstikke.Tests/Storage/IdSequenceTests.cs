using System.Security.Cryptography;
using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

public sealed class IdSequenceTests
{
    private const int Sample = 10_000;

    [Fact]
    public void A_permutation_gives_no_number_twice_and_none_with_eleven_digits()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        long[] starts = [0, 99_990, 5_000_000_000, IdSequence.Ids - Sample];

        var permuted = starts.SelectMany(start => IdSequence.Permute(key, start, Sample)).ToList();

        permuted.ShouldAllBe(number => number >= 0 && number < IdSequence.Ids);
        permuted.Distinct().Count().ShouldBe(permuted.Count);
    }

    [Fact]
    public void Neighbours_are_not_neighbours_after_it()
    {
        var key = RandomNumberGenerator.GetBytes(32);

        var permuted = IdSequence.Permute(key, 0, 1001);

        permuted
            .Zip(permuted.Skip(1))
            .Count(pair => Math.Abs(pair.First - pair.Second) < 1_000_000)
            .ShouldBeLessThan(20);
    }

    [Fact]
    public async Task Two_nodes_on_one_database_never_give_the_same_id()
    {
        await using var store = await TempStore.Create();
        await using var otherDatabase = store.Open();
        using var one = new IdSequence(store.Database, "ODR");
        using var other = new IdSequence(otherDatabase, "ODR");

        var ids = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).Take(101)))
        );

        var all = ids.SelectMany(some => some).ToList();
        all.Count.ShouldBe(5050);
        all.ShouldBeUnique();
        all.ShouldAllBe(id => id.StartsWith("ODR", StringComparison.Ordinal) && id.Length == 13);
    }

    [Fact]
    public async Task After_a_restart_no_id_comes_again()
    {
        await using var store = await TempStore.Create();
        var ids = new List<string>();

        for (var life = 0; life < 3; life++)
        {
            using var sequence = new IdSequence(store.Database, "CSRT");
            ids.AddRange(await sequence.Take(700));
        }

        ids.ShouldBeUnique();
    }

    [Fact]
    public async Task Ids_of_two_prefixes_have_nothing_in_common()
    {
        await using var store = await TempStore.Create();
        using var orders = new IdSequence(store.Database, "ODR");
        using var customers = new IdSequence(store.Database, "CSRT");

        (await orders.Take())[3..].ShouldNotBe((await customers.Take())[4..]);
    }
}
