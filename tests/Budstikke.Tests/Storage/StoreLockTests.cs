using Budstikke.Storage;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Storage;

public sealed class StoreLockTests
{
    [Fact]
    public async Task A_second_node_on_an_embedded_store_is_refused_by_name_until_the_first_has_ended()
    {
        await using var store = await TempStore.Create();
        await using var other = store.Open();

        using (StoreLock.Take(store.Database))
        {
            var refusal = Should.Throw<StorageRefusedException>(() => StoreLock.Take(other));
            refusal.Message.ShouldContain("budstikke.db");
        }

        using var taken = StoreLock.Take(other);
    }
}
